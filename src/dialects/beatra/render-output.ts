import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task } from '../../domain/task.ts'
import { companionOf, companionsOf, type ItemRole, type StoredItem } from '../../domain/work.ts'
import { toCrockford } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'

/** The items of one output, and where their files are. */
interface Shown {
  items: readonly StoredItem[]
  context: RenderContext
}
type RenderItem = (item: StoredItem, shown: Shown) => JsonObject

/** RULINGS 48, 76: the results in the shape of their capability, with what came along; null until success. */
export function renderOutput(task: Task, context: RenderContext): JsonObject | null {
  if (task.output === null || task.status !== 'succeeded') return null
  const { items } = task.output
  const shown: Shown = { items, context }
  const main = items.filter((item) => item.role === 'main')
  const each = (render: RenderItem) => main.map((item) => render(item, shown))
  switch (task.capability) {
    case 'image.generate':
      return { images: each(renderImage) }
    case 'image.edit':
      return { images: each(renderEditedImage) }
    case 'music.compose':
    case 'music.modify': {
      const covers = items.filter((item) => item.role === 'cover')
      const clips = each(renderClip)
      // Only OmnAPI asks for covers.
      return covers.length === 0 ? { clips } : { clips, images: covers.map((item) => renderImage(item, shown)) }
    }
    case 'lyrics.generate':
      return single(each(renderWords))
    case 'sound.generate':
      return single(each(renderSound))
    case 'speech.synthesize':
      return single(each(renderSpeech))
    case 'video.generate':
      return { videos: each(renderVideo) }
    case 'audio.transcribe':
    case 'chat.complete':
      return single(each(renderText))
    case 'model3d.generate':
      return { models: each(renderModel) }
  }
}

/** One result stands in `output` itself; the others of a task with several (PiAPI's lyrics) follow as `alternatives`. */
function single([first, ...others]: readonly JsonObject[]): JsonObject {
  if (first === undefined) return {}
  return others.length === 0 ? first : { ...first, alternatives: others }
}

function renderImage(item: StoredItem, shown: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    image_url: fileUrl(item, shown.context),
    width: item.width,
    height: item.height,
    ...fileFacts(item),
    ...renderFace(item, shown),
  }
}

function renderEditedImage(item: StoredItem, shown: Shown): JsonObject {
  return { ...renderImage(item, shown), changes: item.changes ?? [] }
}

function renderClip(item: StoredItem, shown: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    audio_url: fileUrl(item, shown.context),
    title: item.title,
    lyrics: item.lyrics,
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
    thumbnail_url: urlOf('thumbnail', item, shown),
    timings_url: urlOf('timings', item, shown),
    stems: companionsOf(shown.items, item, 'stem').map((stem) => ({
      artifact_id: artifactId(stem),
      name: stem.title,
      audio_url: fileUrl(stem, shown.context),
      mime_type: stem.mediaType,
      size_bytes: stem.size,
    })),
  }
}

function renderWords(item: StoredItem): JsonObject {
  return { lyrics: item.lyrics, title: item.title, tags: item.tags ?? [] }
}

/** A soundtrack can come as the film that it was made for. */
function renderSound(item: StoredItem, shown: Shown): JsonObject {
  return item.kind === 'video' ? renderVideo(item, shown) : renderAudio(item, shown)
}

function renderSpeech(item: StoredItem, shown: Shown): JsonObject {
  return { ...renderAudio(item, shown), timings_url: urlOf('timings', item, shown) }
}

function renderAudio(item: StoredItem, shown: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    audio_url: fileUrl(item, shown.context),
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
    thumbnail_url: urlOf('thumbnail', item, shown),
  }
}

function renderVideo(item: StoredItem, shown: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    video_url: fileUrl(item, shown.context),
    width: item.width,
    height: item.height,
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
    poster_url: urlOf('poster', item, shown),
    last_frame_url: urlOf('last_frame', item, shown),
    ...renderFace(item, shown),
  }
}

function renderText(item: StoredItem, { context }: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    text: item.lyrics,
    text_url: fileUrl(item, context),
    ...fileFacts(item),
  }
}

function renderModel(item: StoredItem, shown: Shown): JsonObject {
  return {
    artifact_id: artifactId(item),
    model_url: fileUrl(item, shown.context),
    ...fileFacts(item),
    preview_url: urlOf('preview', item, shown),
    turntable_url: urlOf('turntable', item, shown),
    cut_out_url: urlOf('cut_out', item, shown),
    ...renderFace(item, shown),
  }
}

function fileFacts(item: StoredItem): JsonObject {
  return { mime_type: item.mediaType, size_bytes: item.size, seed: item.seed }
}

/** What to show of it before it is loaded. */
function renderFace(item: StoredItem, shown: Shown): JsonObject {
  return { thumbnail_url: urlOf('thumbnail', item, shown), blur_hash: item.blurHash }
}

function urlOf(role: ItemRole, item: StoredItem, { items, context }: Shown): string | null {
  const companion = companionOf(items, item, role)
  return companion === null ? null : fileUrl(companion, context)
}

function artifactId(item: StoredItem): string {
  return `art_${toCrockford(item.artifactId)}`
}
