import { findVoice, notSpoken, NO_VOICE, speaks } from '../../domain/voices.ts'
import { noNeeds, readPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { SpeechInput } from './wire.ts'

/** Speech, by the generic create only: the keys are ours (RULINGS 78). `prompt` is what is said. */
export function readSpeech(input: SpeechInput, reading: Reading): Draft {
  const { entry, place, issues } = reading
  const prompt = readPrompt(input.prompt, reading)
  const voice = input.voice === undefined ? null : findVoice(entry, input.voice)
  if (voice === undefined) issues.push({ path: [...place, 'voice'], message: NO_VOICE, type: 'enum' })
  if (input.language !== undefined && !speaks(entry, input.language)) {
    issues.push({ path: [...place, 'language'], message: notSpoken(entry), type: 'enum' })
  }
  const speed = input.speed ?? 1
  return {
    work: {
      capability: 'speech.synthesize',
      prompt,
      voice: voice ?? null,
      speed,
      language: input.language ?? null,
      format: input.format ?? 'mp3',
      seed: input.seed ?? null,
      count: entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      prompt: input.prompt,
      seed: input.seed,
      voice: input.voice,
      speed,
      language: input.language,
      format: input.format,
      script: scriptEcho(input.script, reading),
    },
    needs: noNeeds(),
    wire: {},
  }
}
