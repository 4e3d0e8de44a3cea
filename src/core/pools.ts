import type { Catalogue, CatalogueModel } from '../domain/catalogue.ts'
import type { Capability } from '../domain/work.ts'

/** Kinds of work that keep a thread of the studio busy for tens of seconds. */
const LONG: ReadonlySet<Capability> = new Set(['music.compose', 'music.modify', 'video.generate', 'model3d.generate'])

/**
 * The pool whose places a model's tasks count in: its own when it has a limit, else its provider's. The studio's long work has
 * one of its own, so that a picture or a text never waits for songs to end (decision 27).
 */
export function poolNameOf(model: CatalogueModel): string {
  const provider = model.routes[0]?.provider ?? 'none'
  if (model.maxRunning !== null) return `${provider}/${model.key}`
  return provider === 'studio' && LONG.has(model.capability) ? 'studio/long' : provider
}

/** Every pool that the catalogue needs, with its limit. */
export function poolsOf(catalogue: Catalogue): { name: string; provider: string; maxRunning: number | null }[] {
  const pools = new Map<string, { name: string; provider: string; maxRunning: number | null }>()
  for (const model of catalogue.models.filter((candidate) => candidate.servable)) {
    const name = poolNameOf(model)
    pools.set(name, { name, provider: model.routes[0]?.provider ?? 'none', maxRunning: model.maxRunning })
  }
  return [...pools.values()]
}
