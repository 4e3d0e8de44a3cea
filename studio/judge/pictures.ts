/**
 * Judges pictures by eye: `node studio/judge/pictures.ts <folder>` paints the prompts below and writes them, a contact
 * sheet and a page with what each was asked and what it says of itself. The last line counts the facts that are as asked.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageRequest } from '../src/contract.ts'
import { paintImage } from '../src/image/paint-image.ts'
import { makeContactSheet } from './make-contact-sheet.ts'

/** A prompt with what must be seen: words of `facts`, in any of its fields. */
interface Asked {
  prompt: string
  negativePrompt?: string
  facts: readonly string[]
  width?: number
  height?: number
}

const asked: readonly Asked[] = [
  { prompt: 'a red dragon over the mountains at sunset', facts: ['dragon', 'mountains', 'sunset'] },
  { prompt: 'three rockets in space', facts: ['3 rocket', 'space'] },
  { prompt: 'two cats and a brown dog in a meadow in the morning', facts: ['2 cat', 'dog', 'meadow', 'morning'] },
  { prompt: 'a blue car in a city at night in the rain', facts: ['car', 'city', 'night', 'rain'] },
  {
    prompt: 'a tiny boat on the left and a huge lighthouse on the right, the sea at dusk',
    facts: ['boat', 'lighthouse', 'sea', 'dusk'],
  },
  { prompt: 'seven yellow ducks on a lake at noon', facts: ['7 duck', 'lake', 'day'] },
  { prompt: 'watercolour of a fox in an autumn forest', facts: ['fox', 'forest'] },
  { prompt: 'pixel art of a green robot in the desert at sunset', facts: ['robot', 'desert', 'sunset'] },
  { prompt: 'line art of a castle in the mountains', facts: ['castle', 'mountains'] },
  {
    prompt: `poster titled 'Night Market': red lanterns over a city street at night`,
    facts: ['3 red lantern', 'city', 'night'],
    height: 1024,
  },
  { prompt: 'abstract waves in warm colours', facts: ['abstract'] },
  { prompt: 'five purple balloons above a village, clear sky', facts: ['5 balloon', 'village', 'clear'] },
  { prompt: 'a white owl in a snowy forest at night, full moon', facts: ['owl', 'forest', 'night', 'snow'] },
  {
    prompt: 'an astronaut in the foreground, a ringed planet in the top right corner, space',
    facts: ['astronaut', 'ringed planet', 'space'],
  },
  { prompt: 'a pink house under a green sky with a rainbow', facts: ['house', 'rainbow'] },
  {
    prompt: 'twelve penguins on the ice under the northern lights',
    facts: ['12 penguin', 'snow', 'aurora'],
    width: 1280,
    height: 720,
  },
  {
    prompt: 'underwater, two orange fish and a purple octopus',
    facts: ['2 fish', 'octopus', 'underwater'],
  },
  {
    prompt: 'a cozy room at night, snow outside, a black cat on a chair',
    facts: ['room', 'night', 'snow', 'black cat', 'chair'],
  },
  {
    prompt: 'album cover for a melancholic jazz song: a saxophone under a street lamp, rainy night',
    facts: ['saxophone', 'street lamp', 'night', 'rain'],
  },
  { prompt: 'a guitar by a campfire on the beach at night', facts: ['guitar', 'campfire', 'beach', 'night'] },
  { prompt: 'a pirate ship in a storm at sea', facts: ['pirate ship', 'sea', 'storm'] },
  { prompt: 'four white horses in the fog at dawn', facts: ['4 horse', 'dawn', 'fog'] },
  {
    prompt: 'one red apple and three green pears on a wooden table',
    facts: ['red apple', '3 pear', 'table'],
  },
  {
    prompt: 'two camels before a golden pyramid at noon, a hot air balloon above',
    negativePrompt: 'cactus, clouds',
    facts: ['2 camel', 'pyramid', 'hot air balloon', 'day'],
    width: 1280,
    height: 720,
  },
]

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name a folder to write to')
mkdirSync(folder, { recursive: true })
const seed = 1
const signal = new AbortController().signal
const entries: { picture: Uint8Array; caption: string[] }[] = []
let right = 0
for (const [index, { prompt, negativePrompt = '', facts, width = 768, height = 768 }] of asked.entries()) {
  const request: ImageRequest = {
    kind: 'image',
    prompt,
    negativePrompt,
    width,
    height,
    seed,
    format: 'png',
  }
  const result = await paintImage(request, { signal, onProgress: () => {} })
  const said = [result.facts.place, result.facts.time, result.facts.weather, ...result.facts.subjects]
  const missing = facts.filter((fact) => !said.some((each) => each.split(' and ').includes(fact) || each === fact))
  if (missing.length === 0) right += 1
  const number = String(index + 1).padStart(2, '0')
  writeFileSync(join(folder, `picture-${number}.png`), result.bytes)
  entries.push({ picture: result.bytes, caption: [`${number} ${prompt}`, said.join(', ')] })
  print(`${number} ${missing.length === 0 ? 'ok  ' : 'MISS'} ${prompt} -> ${said.join(', ')}`)
}
await makeContactSheet(folder, 'pictures', entries)
print(`${right} of ${asked.length} have the facts that were asked for; look at ${join(folder, 'pictures.png')}`)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
