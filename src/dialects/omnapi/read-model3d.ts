import { noNeeds, readPictureOrPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { Model3dInput } from './wire.ts'

/** 3D models, by the generic create only: the keys are ours (RULINGS 78). Of a picture, or else of a text. */
export function readModel3d(input: Model3dInput, reading: Reading): Draft {
  const needs = noNeeds()
  const { image, prompt } = readPictureOrPrompt(input, needs, reading)
  return {
    work: {
      capability: 'model3d.generate',
      prompt,
      image: image?.input ?? null,
      seed: input.seed ?? null,
      count: reading.entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      prompt: input.prompt,
      seed: input.seed,
      image: image?.echo,
      script: scriptEcho(input.script, reading),
    },
    needs,
    wire: {},
  }
}
