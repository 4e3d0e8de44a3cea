/** By width and height. */
export const FILM_SHAPES = ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'] as const
export type FilmShape = (typeof FILM_SHAPES)[number]

/** Pixels of a film by its shape: about 480 lines, in the blocks of 16 that video encoders cut pictures into. */
export const FILM_SIZES: Readonly<Record<FilmShape, { width: number; height: number }>> = {
  '16:9': { width: 848, height: 480 },
  '9:16': { width: 480, height: 848 },
  '1:1': { width: 624, height: 624 },
  '4:3': { width: 704, height: 528 },
  '3:4': { width: 528, height: 704 },
  '21:9': { width: 976, height: 416 },
}

/** Where nothing else was asked for. */
export const FILM_SHAPE: FilmShape = '16:9'
