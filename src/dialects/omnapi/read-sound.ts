import { noNeeds, readMedia, readPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { SoundInput } from './wire.ts'

const SECONDS_DEFAULT = 8

/**
 * Sounds, by the generic create only: OmnAPI has no endpoint of its own for them, so the keys follow its music. With a `video`
 * and no length, one is as long as that.
 */
export function readSound(input: SoundInput, reading: Reading): Draft {
  const { entry } = reading
  const needs = noNeeds()
  const prompt = readPrompt(input.prompt, reading)
  const negativePrompt = input.negativePrompt ?? ''
  const video = readMedia(input.video, { key: 'video', kind: 'video' }, needs, reading)
  const ownLength = input.video === undefined ? (entry.durationSeconds ?? SECONDS_DEFAULT) : null
  const length = input.length ?? ownLength
  return {
    work: {
      capability: 'sound.generate',
      prompt,
      negativePrompt,
      durationSeconds: length,
      video: video?.input ?? null,
      seed: input.seed ?? null,
      count: entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      prompt: input.prompt,
      seed: input.seed,
      negativePrompt: input.negativePrompt,
      video: video?.echo,
      length: length ?? undefined,
      script: scriptEcho(input.script, reading),
    },
    needs,
    wire: {},
  }
}
