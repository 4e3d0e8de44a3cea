import type { AspectRatio } from './wire.ts'

export interface Size {
  width: number
  height: number
}

/** Pixels at quality `standard`; `hd` doubles both (RULINGS 50). */
const STANDARD_SIZES: Readonly<Record<Exclude<AspectRatio, 'auto'>, Size>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '4:3': { width: 1152, height: 864 },
  '3:4': { width: 864, height: 1152 },
  '2:1': { width: 1408, height: 704 },
}

/** What a prompt says of its shape, the most telling first ("a wide panorama" is a panorama). */
const SHAPE_WORDS: readonly (readonly [RegExp, Exclude<AspectRatio, 'auto'>])[] = [
  [/\b16:9\b/, '16:9'],
  [/\b9:16\b/, '9:16'],
  [/\b4:3\b/, '4:3'],
  [/\b3:4\b/, '3:4'],
  [/\b2:1\b/, '2:1'],
  [/\b1:1\b|\bsquare (?:image|picture|format|crop)\b/, '1:1'],
  [/\b(?:panoram(?:a|as|ic)|banners?|ultra-?wide)\b/, '2:1'],
  [/\b(?:vertical|phone wallpaper|smartphone|tall)\b/, '9:16'],
  [/\b(?:portraits?|posters?|flyers?|book covers?)\b/, '3:4'],
  [/\b(?:wide|wide-?screen|wide-?angle|landscapes?|cinematic|horizontal|wallpaper)\b/, '16:9'],
]

/** The pixels of a request; `auto` goes by the words of the prompt, else square. */
export function imageSize(ratio: AspectRatio, quality: 'standard' | 'hd', prompt: string): Size {
  const { width, height } = STANDARD_SIZES[ratio === 'auto' ? ratioOf(prompt) : ratio]
  return quality === 'hd' ? { width: width * 2, height: height * 2 } : { width, height }
}

function ratioOf(prompt: string): Exclude<AspectRatio, 'auto'> {
  const text = prompt.toLowerCase()
  return SHAPE_WORDS.find(([words]) => words.test(text))?.[1] ?? '1:1'
}
