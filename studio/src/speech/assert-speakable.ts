import type { SpeechRequest } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { planSpeech } from './plan-speech.ts'
import type { Phrase } from './plan-speech.ts'

const TEXT_MAX = 10_000
const ALTERNATIVE =
  'The built-in voices speak English only. Other languages need a speech provider: sherpa-onnx with a voice of that language, or an OpenAI-compatible speech endpoint.'

/** The text as phrases. Refuses one that is too long, in another language, or has nothing in it to say. */
export function assertSpeakable({ text, language }: Pick<SpeechRequest, 'text' | 'language'>): Phrase[] {
  if (text.length > TEXT_MAX) {
    throw new Refusal(`text: ${text.length} characters are too many. Send at most ${TEXT_MAX} at a time.`)
  }
  if (language !== null && !/^\s*en(?:glish|[-_][\w-]*)?\s*$/i.test(language)) {
    throw new Refusal(`language: "${language.trim().slice(0, 20)}" cannot be spoken here. ${ALTERNATIVE}`)
  }
  const letters = text.match(/\p{L}/gu) ?? []
  const foreign = letters.filter((letter) => !/\p{Script=Latin}/u.test(letter))
  if (foreign.length * 2 > letters.length) throw new Refusal(`text: most of it is not in Latin letters. ${ALTERNATIVE}`)
  const phrases = planSpeech(text)
  if (phrases.length === 0)
    throw new Refusal('text: there is no word or number in it that could be spoken. Send some English text.')
  return phrases
}
