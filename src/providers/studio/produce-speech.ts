import { NO_FACTS, type ProducedItem, type SpeechWork } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Making } from './making.ts'

/** Speech, and when each of its words is said. */
export async function produceSpeech({ work, seed, run }: Making<SpeechWork>): Promise<ProducedItem[]> {
  const { prompt: text, voice, speed, language, format } = work
  const speech = await run({ kind: 'speech', text, voice, speed, language, seed, format }, 1 - COMPANIONS_SHARE)
  const { mediaType, durationSeconds, bytes, words } = speech
  const timings = JSON.stringify({
    words: words.map((word) => ({ text: word.text, start: word.startSeconds, end: word.endSeconds })),
  })
  return [
    { ...NO_FACTS, kind: 'audio', mediaType, durationSeconds, seed, bytes },
    {
      ...NO_FACTS,
      kind: 'text',
      role: 'timings',
      of: 0,
      mediaType: 'application/json',
      seed,
      bytes: new TextEncoder().encode(timings),
    },
  ]
}
