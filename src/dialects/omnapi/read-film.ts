import { FILM_SHAPE, FILM_SIZES } from '../../domain/film-size.ts'
import { noNeeds, readPictureOrPrompt, readScript, scriptEcho, type Draft, type Reading } from './reading.ts'
import type { FilmInput } from './wire.ts'

const SECONDS_DEFAULT = 6

/** Films, by the generic create only: the keys are ours (RULINGS 78). Without a shape, one of a picture has the picture's. */
export function readFilm(input: FilmInput, reading: Reading): Draft {
  const { entry } = reading
  const needs = noNeeds()
  const { image, prompt } = readPictureOrPrompt(input, needs, reading)
  const shape = input.aspectRatio ?? (input.image === undefined ? FILM_SHAPE : null)
  const { width, height } = shape === null ? { width: null, height: null } : FILM_SIZES[shape]
  const length = input.length ?? entry.durationSeconds ?? SECONDS_DEFAULT
  return {
    work: {
      capability: 'video.generate',
      prompt,
      negativePrompt: input.negativePrompt ?? '',
      image: image?.input ?? null,
      width,
      height,
      durationSeconds: length,
      format: input.format ?? 'mp4',
      seed: input.seed ?? null,
      count: entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      prompt: input.prompt,
      seed: input.seed,
      negativePrompt: input.negativePrompt,
      image: image?.echo,
      aspectRatio: shape ?? undefined,
      length,
      format: input.format,
      script: scriptEcho(input.script, reading),
    },
    needs,
    wire: {},
  }
}
