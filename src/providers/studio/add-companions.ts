import { NO_FACTS, type ItemRole, type ProducedItem } from '../../domain/work.ts'
import type { Run } from './make-run.ts'

/** Of the work of a result that has any. */
export const COMPANIONS_SHARE = 0.04

/** Results that are shown before they are loaded. */
const SHOWN: ReadonlySet<ItemRole> = new Set(['main', 'cover'])

/** The items, what their bytes say of them besides, and a small picture of each main result and cover. */
export async function addCompanions(run: Run, items: readonly ProducedItem[]): Promise<ProducedItem[]> {
  const measured = [...items]
  const thumbnails: ProducedItem[] = []
  const shown = items.flatMap((item, place) => {
    const face = SHOWN.has(item.role) ? faceOf(item, items) : undefined
    return face === undefined ? [] : [{ item, place, face }]
  })
  for (const { item, place, face } of shown) {
    const seen = await run({ kind: 'companions', file: face.bytes }, COMPANIONS_SHARE / shown.length)
    const { sampleRate, channels, blurHash, thumbnail } = seen
    measured[place] = { ...item, sampleRate, channels, blurHash }
    if (thumbnail === null) continue
    const { width, height, bytes } = thumbnail
    const facts = { kind: 'image', role: 'thumbnail', of: place, mediaType: 'image/webp' } as const
    thumbnails.push({ ...NO_FACTS, ...facts, width, height, seed: item.seed, bytes })
  }
  return [...measured, ...thumbnails]
}

/** What an item looks like: a film as its first picture, a model as the picture of it, a text as nothing. */
function faceOf(item: ProducedItem, items: readonly ProducedItem[]): ProducedItem | undefined {
  switch (item.kind) {
    case 'image':
    case 'audio':
      return item
    case 'video':
      return items.find(({ role }) => role === 'poster')
    case 'model':
      return items.find(({ role }) => role === 'preview')
    case 'text':
      return undefined
  }
}
