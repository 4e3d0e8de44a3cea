import type { ImageWork, LyricsWork, PlainWork } from '../../domain/work.ts'
import { noNeeds, readPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { PromptedInput } from './wire.ts'

/** RULINGS 43. */
const PICTURE = { negativePrompt: '', width: 1024, height: 1024, format: 'png' } as const

/** Kinds of work that start from one text and a seed: pictures, lyrics, and what only the simulator does so far. */
export function readPrompted(
  capability: (ImageWork | LyricsWork | PlainWork)['capability'],
  input: PromptedInput,
  reading: Reading,
): Draft {
  const { entry } = reading
  const prompt = readPrompt(input.prompt, reading)
  const count = entry.outputs
  const common = { prompt, seed: input.seed ?? null, count, script: readScript(input.script, reading) }
  return {
    work: capability === 'image.generate' ? { capability, ...common, ...PICTURE } : { capability, ...common },
    echo: { prompt: input.prompt, seed: input.seed, script: scriptEcho(input.script, reading) },
    needs: noNeeds(),
    wire: {},
  }
}
