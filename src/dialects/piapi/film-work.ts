import type { CatalogueModel } from '../../domain/catalogue.ts'
import { FILM_SHAPE, FILM_SIZES, type FilmShape } from '../../domain/film-size.ts'
import type { MediaInput, VideoWork } from '../../domain/work.ts'

/** For an entry that does not say. */
const SECONDS_DEFAULT = 5

interface Film {
  prompt: string
  negativePrompt: string
  image: MediaInput | null
  /** Null = the picture's shape, or the usual one. */
  ratio: FilmShape | null
  /** Null = what the catalogue says. */
  seconds: number | null
  seed: number | null
}

/** What all families of films ask for. */
export function filmWork(
  entry: CatalogueModel,
  { prompt, negativePrompt, image, ratio, seconds, seed }: Film,
): VideoWork {
  const shape = ratio ?? (image === null ? FILM_SHAPE : null)
  const { width, height } = shape === null ? { width: null, height: null } : FILM_SIZES[shape]
  return {
    capability: 'video.generate',
    prompt,
    negativePrompt,
    image,
    width,
    height,
    durationSeconds: seconds ?? entry.durationSeconds ?? SECONDS_DEFAULT,
    format: 'mp4',
    seed,
    count: entry.outputs,
    script: null,
  }
}
