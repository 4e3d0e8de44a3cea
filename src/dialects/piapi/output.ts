import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { renderPictures } from './flux.ts'
import { renderHailuoFilm } from './hailuo.ts'
import { renderKlingFilm } from './kling.ts'
import { renderLumaFilm } from './luma.ts'
import { renderLyricsPairs } from './lyrics.ts'
import type { Names } from './names.ts'
import { renderClips } from './suno.ts'
import { renderModel } from './trellis.ts'
import { renderSongs } from './udio.ts'

/**
 * The shape of the family that the task is named by (contract section 16), with the seeds that were used (RULINGS 22); null
 * until there is a result (RULINGS 58).
 */
export function renderOutput(task: Task, names: Names, input: JsonObject, context: RenderContext): JsonObject | null {
  if (task.output === null) return null
  const { items } = task.output
  const main = items.filter((item) => item.role === 'main')
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
      const covers = items.filter((item) => item.role === 'cover')
      return names.model === 'music-s'
        ? renderClips(task, input, main, covers, context)
        : renderSongs(task, main, covers, context)
    }
    case 'speech.synthesize':
    case 'sound.generate':
      return { audio_url: firstUrl(main, context), seed }
    case 'video.generate':
      if (names.model === 'luma') return renderLumaFilm(task, input, items, context)
      if (names.model === 'kling') return renderKlingFilm(input, items, context)
      if (names.model === 'hailuo') return renderHailuoFilm(input, items, context)
      return { video_url: firstUrl(main, context), seed }
    case 'model3d.generate':
      return renderModel(items, context)
    case 'audio.transcribe':
    case 'chat.complete':
      return { text: main[0]?.lyrics ?? '', text_url: firstUrl(main, context), seed }
  }
}

function firstUrl(items: readonly StoredItem[], context: RenderContext): string {
  const first = items[0]
  return first === undefined ? '' : fileUrl(first, context)
}
