import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task } from '../../domain/task.ts'
import { companionOf, type Capability, type ItemRole, type StoredItem } from '../../domain/work.ts'
import { toCrockford } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'

/**
 * `outputResults` (RULINGS 44), null until there is a result. It speaks of the first one; where a task gave several, `items`
 * after it holds them all in the same form.
 */
export function renderOutput(task: Task): JsonObject | null {
  const items = task.output?.items ?? []
  const mains = items.filter((item) => item.role === 'main')
  const covers = items.filter((item) => item.role === 'cover')
  const results = mains.map((item, index) => renderResult(item, task, covers[index] ?? covers[0]))
  const [first] = results
  if (first === undefined) return null
  return results.length > 1 ? { ...first, items: results } : first
}

/** A song's score is for us, and a thumbnail stands with what it is of. */
const UNLISTED: ReadonlySet<ItemRole> = new Set(['score', 'thumbnail'])

/** `resources[]` (omnapi.md 5.2): every file, with extras after the contract's three keys (RULINGS 76). */
export function renderResources(task: Task, context: RenderContext): JsonObject[] {
  const items = task.output?.items ?? []
  const listed = items.filter((item) => !UNLISTED.has(item.role))
  return listed.map((item) => ({
    type: item.kind,
    url: fileUrl(item, context),
    // The contract names the bare type; the file itself is served with its charset.
    mimeType: item.mediaType.split(';', 1)[0] ?? item.mediaType,
    id: `${prefixOf(item, task.capability)}_${toCrockford(item.artifactId)}`,
    role: item.role,
    sizeBytes: item.size,
    sha256: item.sha256,
    title: item.title,
    thumbnailUrl: thumbnailUrl(item, items, context),
    blurHash: item.blurHash,
  }))
}

function thumbnailUrl(item: StoredItem, items: readonly StoredItem[], context: RenderContext): string | null {
  const thumbnail = companionOf(items, item, 'thumbnail')
  return thumbnail === null ? null : fileUrl(thumbnail, context)
}

function renderResult(item: StoredItem, task: Task, cover: StoredItem | undefined): JsonObject {
  const id = toCrockford(item.artifactId)
  const { width, height, durationSeconds, seed, title, bpm, key } = item
  switch (task.capability) {
    case 'image.generate':
      return { imageId: `img_${id}`, width, height, seed }
    case 'image.edit':
      return { imageId: `img_${id}`, width, height, seed, changes: item.changes ?? [] }
    case 'lyrics.generate':
      return { lyrics: item.lyrics ?? '', tags: item.tags ?? [], title, lyricsId: `lyr_${id}`, seed }
    case 'music.compose':
    case 'music.modify': {
      const song = { songId: `sng_${id}`, clipId: `clp_${id}`, title, durationSeconds, bpm, key, seed }
      const imageId = cover?.artifactId ?? coverAskedFor(task)
      return imageId === null ? song : { ...song, imageId: `img_${toCrockford(imageId)}` }
    }
    // RULINGS name no ids for these; `art_` is an artifact's plainest name.
    case 'sound.generate':
      return { soundId: `art_${id}`, durationSeconds, seed }
    case 'speech.synthesize':
      return { speechId: `art_${id}`, durationSeconds, seed }
    case 'video.generate':
      return { videoId: `art_${id}`, width, height, durationSeconds, seed }
    case 'chat.complete':
    case 'audio.transcribe':
      return { text: item.lyrics ?? '', textId: `art_${id}`, seed }
    case 'model3d.generate':
      return { modelId: `art_${id}`, seed }
  }
}

/** A cover that existed before is no result of the task, so only the request knows it. */
function coverAskedFor(task: Task): string | null {
  const imageId = task.dialect === 'omnapi' ? task.wire['imageId'] : undefined
  return typeof imageId === 'string' ? imageId : null
}

function prefixOf(item: StoredItem, capability: Capability): string {
  switch (item.kind) {
    case 'image':
      return 'img'
    case 'text':
      return capability === 'lyrics.generate' ? 'lyr' : 'art'
    case 'audio':
      return capability === 'music.compose' || capability === 'music.modify' ? 'sng' : 'art'
    case 'video':
    case 'model':
      return 'art'
  }
}
