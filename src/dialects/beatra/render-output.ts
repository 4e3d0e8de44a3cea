import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import { toCrockford } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'

type RenderItem = (item: StoredItem, context: RenderContext) => JsonObject

/** RULINGS 48: the results in the shape of their capability; null until success. */
export function renderOutput(task: Task, context: RenderContext): JsonObject | null {
  if (task.output === null || task.status !== 'succeeded') return null
  const { items } = task.output
  const main = items.filter((item) => item.role === 'main')
  switch (task.capability) {
    case 'image.generate':
    case 'image.edit':
      return { images: main.map((item) => renderImage(item, context)) }
    case 'music.compose':
    case 'music.modify': {
      const covers = items.filter((item) => item.role === 'cover')
      const clips = main.map((item) => renderClip(item, context))
      // Only OmnAPI asks for covers.
      return covers.length === 0 ? { clips } : { clips, images: covers.map((item) => renderImage(item, context)) }
    }
    case 'lyrics.generate':
      return single(main, renderWords, context)
    case 'sound.generate':
    case 'speech.synthesize':
      return single(main, renderSound, context)
    case 'video.generate':
      return { videos: main.map((item) => renderVideo(item, context)) }
    case 'audio.transcribe':
    case 'chat.complete':
      return single(main, renderText, context)
    case 'model3d.generate':
      return { files: main.map((item) => renderFile(item, context)) }
  }
}

/** One result stands in `output` itself; the others of a task with several (PiAPI's lyrics) follow as `alternatives`. */
function single(items: readonly StoredItem[], render: RenderItem, context: RenderContext): JsonObject {
  const [first, ...others] = items
  if (first === undefined) return {}
  const output = render(first, context)
  return others.length === 0 ? output : { ...output, alternatives: others.map((item) => render(item, context)) }
}

function renderImage(item: StoredItem, context: RenderContext): JsonObject {
  return {
    artifact_id: artifactId(item),
    image_url: fileUrl(item, context),
    width: item.width,
    height: item.height,
    ...fileFacts(item),
  }
}

function renderClip(item: StoredItem, context: RenderContext): JsonObject {
  return {
    artifact_id: artifactId(item),
    audio_url: fileUrl(item, context),
    title: item.title,
    lyrics: item.lyrics,
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
  }
}

function renderWords(item: StoredItem): JsonObject {
  return { lyrics: item.lyrics, title: item.title, tags: item.tags ?? [] }
}

/** A soundtrack can come as the film that it was made for. */
function renderSound(item: StoredItem, context: RenderContext): JsonObject {
  if (item.kind === 'video') return renderVideo(item, context)
  return {
    artifact_id: artifactId(item),
    audio_url: fileUrl(item, context),
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
  }
}

function renderVideo(item: StoredItem, context: RenderContext): JsonObject {
  return {
    artifact_id: artifactId(item),
    video_url: fileUrl(item, context),
    width: item.width,
    height: item.height,
    duration_seconds: item.durationSeconds,
    ...fileFacts(item),
  }
}

function renderText(item: StoredItem, context: RenderContext): JsonObject {
  return {
    artifact_id: artifactId(item),
    text: item.lyrics,
    text_url: fileUrl(item, context),
    ...fileFacts(item),
  }
}

function renderFile(item: StoredItem, context: RenderContext): JsonObject {
  return { artifact_id: artifactId(item), file_url: fileUrl(item, context), ...fileFacts(item) }
}

function fileFacts(item: StoredItem): JsonObject {
  return { mime_type: item.mediaType, size_bytes: item.size, seed: item.seed }
}

function artifactId(item: StoredItem): string {
  return `art_${toCrockford(item.artifactId)}`
}
