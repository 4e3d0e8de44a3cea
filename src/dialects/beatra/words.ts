import type { TaskErrorCode, TaskStatus } from '../../domain/task.ts'
import type { Capability } from '../../domain/work.ts'

/** beatra's `status` (beatra.md 4.1; RULINGS 17), with the inside statuses each stands for: what a list filter asks for. */
export const STATUS_FILTERS: ReadonlyMap<string, readonly TaskStatus[]> = new Map<string, readonly TaskStatus[]>([
  ['queued', ['queued', 'starting']],
  ['running', ['running']],
  ['succeeded', ['succeeded']],
  ['failed', ['failed']],
  ['canceled', ['canceled']],
])

export function statusWord(status: TaskStatus): string {
  return status === 'starting' ? 'queued' : status
}

/** RULINGS 18, and beatra.md 4.7's pattern for the capabilities that it does not name. */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  'image.generate': 'text_to_image',
  'image.edit': 'image_to_image',
  'lyrics.generate': 'text_to_lyrics',
  'music.compose': 'text_to_music',
  'music.modify': 'reference_audio_to_music',
  'speech.synthesize': 'text_to_speech',
  'sound.generate': 'text_to_sound',
  'video.generate': 'text_to_video',
  'audio.transcribe': 'speech_to_text',
  'model3d.generate': 'text_to_3d',
  'chat.complete': 'chat_completion',
}

/** RULINGS 49. */
export const TASK_ERROR_WORDS: Readonly<Record<TaskErrorCode, string>> = {
  provider_error: 'upstream_error',
  provider_timeout: 'upstream_timeout',
  content_rejected: 'safety_rejected',
  invalid_input: 'invalid_input',
  upstream_outcome_unknown: 'upstream_outcome_unknown',
  internal_error: 'internal_error',
}
