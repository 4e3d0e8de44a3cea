import { readPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { SoundInput } from './wire.ts'

const SECONDS_DEFAULT = 8

/** Sounds, by the generic create only: OmnAPI has no endpoint of its own for them, so the keys follow its music. */
export function readSound(input: SoundInput, reading: Reading): Draft {
  const { entry } = reading
  const prompt = readPrompt(input.prompt, reading)
  const negativePrompt = input.negativePrompt ?? ''
  const count = entry.outputs
  const length = input.length ?? entry.durationSeconds ?? SECONDS_DEFAULT
  return {
    work: {
      capability: 'sound.generate',
      prompt,
      negativePrompt,
      durationSeconds: length,
      seed: input.seed ?? null,
      count,
      script: readScript(input.script, reading),
    },
    echo: {
      prompt: input.prompt,
      seed: input.seed,
      negativePrompt: input.negativePrompt,
      length,
      script: scriptEcho(input.script, reading),
    },
    uses: [],
    wire: {},
  }
}
