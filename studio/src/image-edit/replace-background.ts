import { createCanvas } from '@napi-rs/canvas'
import { paintImage } from '../image/paint-image.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { freeCanvas, resize, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import { colourWords } from '../image/prompt/plain-words.ts'
import { makeRandom } from '../image/random.ts'
import { decodePicture } from './decode-picture.ts'
import { removeBackground } from './remove-background.ts'

const order = new RegExp(
  String.raw`\b(?:change|replace|swap|set|turn|make|switch|exchange)\s+(?:the\s+|its\s+|this\s+)?(?:background|backdrop|bg)(?:\s+colou?r)?\s+(?:(?:in)?to\b|with\b|by\b|for\b|be\b)?\s*(?<what>[^.;\n]+)` +
    String.raw`|\b(?:put|place|set)\s+(?:it|this|(?:the|my)\s+\w+)\s+(?:on|before|in front of)\s+(?:an?\s+|the\s+)?(?<ground>[^.;\n]+?)\s+(?:background|backdrop)\b` +
    String.raw`|^(?:add\s+|give it\s+)?(?:on\s+|with\s+)?an?\s+(?<plain>[\p{L} ]{3,40}?)\s+(?:background|backdrop)$`,
  'iu',
)

/** What is to be behind the thing: "change the background to a beach"; null = the prompt says nothing of it. */
export function readBackground(prompt: string): string | null {
  const groups = order.exec(prompt.slice(0, PROMPT_MAX))?.groups
  return (groups?.['what'] ?? groups?.['ground'] ?? groups?.['plain'])?.trim() ?? null
}

const PROMPT_MAX = 4000

interface Tools {
  seed: string
  signal: AbortSignal
}

/** Takes a plain background away, or refuses where it is not plain, and puts a colour or a painted scene in its place. */
export async function replaceBackground(pixels: Pixels, what: string, { seed, signal }: Tools): Promise<Pixels> {
  const { width, height } = pixels
  const cut = await removeBackground({ ...pixels, data: pixels.data.slice() }, signal)
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  const colour = colourOf(what)
  if (colour === null) {
    const scene = await paintBehind(what, { seed, signal, width, height })
    pen.drawImage(scene, 0, 0)
  } else {
    pen.fillStyle = colour
    pen.fillRect(0, 0, width, height)
  }
  const thing = toCanvas(cut.pixels)
  pen.drawImage(thing, 0, 0)
  const whole = takePixels(canvas)
  freeCanvas(thing)
  return whole
}

function colourOf(what: string): string | null {
  const words = what
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !/^(?:an?|the|plain|solid|pure|light|dark|bright|colou?r|be|all)$/.test(word))
  const [only, ...others] = words
  return only === undefined || others.length > 0 ? null : (colourWords[only] ?? null)
}

async function paintBehind(
  prompt: string,
  { seed, signal, width, height }: Tools & { width: number; height: number },
): Promise<ReturnType<typeof resize>> {
  const scale = Math.min(1, 2048 / Math.max(width, height))
  const side = (length: number): number => Math.max(64, Math.round(length * scale))
  const number = Math.floor(makeRandom(seed, 'background').next() * 2 ** 32)
  const size = { width: side(width), height: side(height) }
  const painted = await paintImage(
    { kind: 'image', prompt, negativePrompt: '', ...size, seed: number, format: 'png' },
    { signal, onProgress: () => {} },
  )
  const { canvas } = await decodePicture(painted.bytes, 'scene')
  return resize(canvas, width, height)
}
