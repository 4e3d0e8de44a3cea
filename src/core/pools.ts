import type { Catalogue, CatalogueModel } from '../domain/catalogue.ts'

/** The pool whose limit a model's tasks count in: its provider's, or its own when it has a limit. */
export function poolNameOf(model: CatalogueModel): string {
  const provider = model.routes[0]?.provider ?? 'none'
  return model.maxRunning === null ? provider : `${provider}/${model.key}`
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
