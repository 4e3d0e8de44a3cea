import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { renderPictures } from './flux.ts'
import { renderLyricsPairs } from './lyrics.ts'
import type { Names } from './names.ts'
import { renderClips } from './suno.ts'
import { renderSongs } from './udio.ts'

/**
 * The shape of the family that the task is named by (contract section 16), with the seeds that were used (RULINGS 22); null
 * until there is a result (RULINGS 58).
 */
export function renderOutput(task: Task, names: Names, input: JsonObject, context: RenderContext): JsonObject | null {
  if (task.output === null) return null
  const main = task.output.items.filter((item) => item.role === 'main')
  const seed = main[0]?.seed ?? null
  switch (task.capability) {
    case 'image.generate':
    case 'image.edit':
      return renderPictures(main, context)
    case 'lyrics.generate':
      return renderLyricsPairs(main)
    case 'music.compose':
    case 'music.modify': {
      if (names.model === 'Qubico/diffrhythm') return { audio_url: firstUrl(main, context), seed }
      const covers = task.output.items.filter((item) => item.role === 'cover')
      return names.model === 'music-s'
        ? renderClips(task, input, main, covers, context)
        : renderSongs(task, main, covers, context)
    }
    case 'speech.synthesize':
    case 'sound.generate':
      return { audio_url: firstUrl(main, context), seed }
    case 'video.generate':
      return { video_url: firstUrl(main, context), seed }
    case 'model3d.generate':
      return { model_file: firstUrl(main, context), combined_video: '', no_background_image: '', seed }
    case 'audio.transcribe':
    case 'chat.complete':
      return { text: main[0]?.lyrics ?? '', text_url: firstUrl(main, context), seed }
  }
}

function firstUrl(items: readonly StoredItem[], context: RenderContext): string {
  const first = items[0]
  return first === undefined ? '' : fileUrl(first, context)
}
