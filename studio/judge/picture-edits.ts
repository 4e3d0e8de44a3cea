/**
 * Judges edits of pictures by eye: `node studio/judge/picture-edits.ts <folder>` paints four pictures, edits them, and writes
 * each before and after side by side onto a contact sheet and a page. The last line says how many could be done.
 */
import { mkdirSync } from 'node:fs'
import { createCanvas } from '@napi-rs/canvas'
import type { ImageEdit, ImageEditRequest } from '../src/contract.ts'
import { editImage } from '../src/image-edit/edit-image.ts'
import { paintImage } from '../src/image/paint-image.ts'
import { makeContactSheet } from './make-contact-sheet.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name a folder to write to')
mkdirSync(folder, { recursive: true })
const context = { signal: new AbortController().signal, onProgress: () => {} }
const SIZE = 512

async function paint(prompt: string): Promise<Uint8Array> {
  const rest = { kind: 'image', negativePrompt: '', width: SIZE, height: SIZE, seed: 3, format: 'png' } as const
  return (await paintImage({ ...rest, prompt }, context)).bytes
}

/** A shaded ball before a wall that is lit from one side, with the grain of a camera. */
async function photographBall(): Promise<Uint8Array> {
  const canvas = createCanvas(SIZE, SIZE)
  const pen = canvas.getContext('2d')
  const wall = pen.createLinearGradient(0, 0, SIZE, SIZE)
  wall.addColorStop(0, '#d9d4cc')
  wall.addColorStop(1, '#a9a49c')
  pen.fillStyle = wall
  pen.fillRect(0, 0, SIZE, SIZE)
  const ball = pen.createRadialGradient(210, 210, 20, 256, 256, 150)
  ball.addColorStop(0, '#ff9a8a')
  ball.addColorStop(0.5, '#d02818')
  ball.addColorStop(1, '#4a0a08')
  pen.fillStyle = ball
  pen.beginPath()
  pen.arc(256, 256, 150, 0, Math.PI * 2)
  pen.fill()
  const image = pen.getImageData(0, 0, SIZE, SIZE)
  for (let offset = 0; offset < image.data.length; offset += 4) {
    const grain = ((offset * 2654435761) % 4294967296) / 4294967296 - 0.5
    for (let channel = offset; channel < offset + 3; channel++)
      image.data[channel] = (image.data[channel] ?? 0) + grain * 9
  }
  pen.putImageData(image, 0, 0)
  return canvas.encode('jpeg', 85)
}

async function maskOf(x: number, y: number, width: number, height: number): Promise<Uint8Array> {
  const canvas = createCanvas(SIZE, SIZE)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#000000'
  pen.fillRect(0, 0, SIZE, SIZE)
  pen.fillStyle = '#ffffff'
  pen.beginPath()
  pen.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, Math.PI * 2)
  pen.fill()
  return canvas.encode('png')
}

const pictures = {
  village: await paint('a village by a river on a summer day with a red car'),
  fox: await paint('a fox in a meadow in the morning, cloudy'),
  city: await paint('a city at night'),
  ball: await photographBall(),
}

interface Sample extends Partial<ImageEditRequest> {
  of: keyof typeof pictures
  edit: ImageEdit
  /** The box of an ellipse: left, top, width, height. */
  marked?: [number, number, number, number]
}

const samples: readonly Sample[] = [
  { of: 'village', edit: 'restyle', prompt: 'at night' },
  { of: 'village', edit: 'restyle', prompt: 'at sunset', strength: 0.5 },
  { of: 'village', edit: 'restyle', prompt: 'heavy snow' },
  { of: 'village', edit: 'restyle', prompt: 'autumn, rain' },
  { of: 'village', edit: 'restyle', prompt: 'watercolour painting' },
  { of: 'village', edit: 'restyle', prompt: 'pixel art' },
  { of: 'village', edit: 'restyle', prompt: 'line art' },
  { of: 'village', edit: 'restyle', prompt: 'an oil painting by Monet' },
  { of: 'village', edit: 'restyle', prompt: 'make the car blue' },
  { of: 'city', edit: 'restyle', prompt: 'by day, clear sky' },
  { of: 'city', edit: 'restyle', prompt: 'in shades of green' },
  { of: 'fox', edit: 'restyle', prompt: 'vintage photo' },
  { of: 'fox', edit: 'restyle', prompt: 'under water' },
  { of: 'fox', edit: 'inpaint', prompt: 'replace the sky with a sunset' },
  { of: 'fox', edit: 'inpaint', prompt: 'add two red balloons in the sky' },
  { of: 'fox', edit: 'inpaint', prompt: 'remove the fox', marked: [210, 205, 190, 225] },
  { of: 'fox', edit: 'inpaint', prompt: 'a wizard', marked: [190, 190, 220, 250] },
  { of: 'village', edit: 'inpaint', prompt: 'a hot air balloon', marked: [40, 30, 160, 200] },
  { of: 'city', edit: 'inpaint', prompt: 'aurora, starry night', marked: [0, -160, 512, 420] },
  { of: 'fox', edit: 'outpaint', margins: { left: 256, right: 256, top: 0, bottom: 0 } },
  { of: 'village', edit: 'outpaint', margins: { left: 120, right: 120, top: 200, bottom: 160 } },
  { of: 'ball', edit: 'outpaint', margins: { left: 100, right: 100, top: 100, bottom: 100 } },
  { of: 'ball', edit: 'remove-background' },
  { of: 'fox', edit: 'remove-background' },
  { of: 'fox', edit: 'upscale', scale: 3 },
]

function makeRequest(sample: Sample, image: Uint8Array, mask: Uint8Array | null): ImageEditRequest {
  return {
    kind: 'image-edit',
    image,
    mask,
    prompt: '',
    negativePrompt: '',
    strength: 1,
    width: null,
    height: null,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    scale: 1,
    seed: 5,
    format: 'png',
    ...sample,
  }
}

const entries: { picture: Uint8Array; caption: string[] }[] = []
for (const [name, picture] of Object.entries(pictures)) entries.push({ picture, caption: [name, 'before'] })
let done = 0
for (const sample of samples) {
  const mask = sample.marked === undefined ? null : await maskOf(...sample.marked)
  const title = `${sample.of}: ${sample.edit}${mask === null ? '' : ' (masked)'} ${sample.prompt ?? ''}`
  const start = performance.now()
  try {
    const result = await editImage(makeRequest(sample, pictures[sample.of], mask), context)
    done += 1
    entries.push({ picture: result.bytes, caption: [title, result.facts.changes.join(', ')] })
    print(`done ${Math.round(performance.now() - start)} ms ${title} -> ${result.facts.changes.join(', ')}`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    print(`${error.name}: ${title} -> ${error.message}`)
  }
}
await makeContactSheet(folder, 'edits', entries)
print(`${done} of ${samples.length} edits done`)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
