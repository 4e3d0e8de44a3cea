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
  /** Written down before the first of them was painted; what it showed to be lacking in general was mended since. */
  isFresh?: boolean
  width?: number
  height?: number
}

const seen: readonly Asked[] = [
  { prompt: 'a red dragon over the mountains at sunset', facts: ['dragon', 'mountains', 'sunset'] },
  { prompt: 'two dogs wearing blue scarves in the snow', facts: ['2 dog', '2 scarf', 'snow'] },
  { prompt: 'a family of five having a picnic in a meadow', facts: ['man', 'woman', '3 child', 'picnic basket'] },
  { prompt: 'a woman fishing at a lake in the morning', facts: ['woman', 'fishing rod', 'lake', 'morning'] },
  { prompt: 'four chicks following their mother', facts: ['4 chick', 'mother'] },
  { prompt: 'an owl reading by candlelight', facts: ['owl', 'book', 'candle', 'room', 'night'] },
  { prompt: 'a parrot on the head of a big dog', facts: ['parrot', 'dog'] },
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

const fresh: readonly Asked[] = [
  { prompt: 'a grey elephant wearing a small party hat, birthday card, watercolor', facts: ['elephant', 'party hat'] },
  { prompt: 'two red foxes in a snowy forest at dusk', facts: ['2 fox', 'forest', 'dusk', 'snow'] },
  { prompt: 'a chef holding a pizza in a kitchen', facts: ['chef', 'pizza', 'room'] },
  { prompt: 'portrait of a black cat with green eyes wearing a bow tie', facts: ['black cat', 'bow tie'] },
  {
    prompt: 'an orange juice and two pancakes with blueberries, breakfast, top view',
    facts: ['juice', 'pancakes', 'blueberries'],
  },
  { prompt: 'a white sailing boat and a red lighthouse at sunrise', facts: ['sailing boat', 'lighthouse', 'dawn'] },
  { prompt: 'six colourful umbrellas on a sunny beach', facts: ['6 umbrella', 'beach', 'day'] },
  { prompt: 'logo of a blue whale, flat, white background', facts: ['blue whale', 'plain background'] },
  { prompt: 'a skeleton king sitting on a throne in a dark castle, candles', facts: ['king', 'throne', '3 candle'] },
  { prompt: 'a kid in a red jacket building a snowman in the park', facts: ['kid', 'jacket', 'snowman', 'meadow'] },
  { prompt: 'a yellow school bus driving over a bridge in autumn, oil painting', facts: ['school bus', 'bridge'] },
  {
    prompt: 'a pot of soup on a campfire in the mountains at night',
    facts: ['soup', 'campfire', 'mountains', 'night'],
  },
  { prompt: 'three purple butterflies above a rose garden in the morning', facts: ['3 butterfly', 'rose', 'morning'] },
  { prompt: 'a robot dog with a bone on the moon', facts: ['dog', 'bone', 'space'] },
  {
    prompt: 'retro travel poster of Paris with the eiffel tower at sunset, title "PARIS"',
    facts: ['eiffel tower', 'city', 'sunset'],
    height: 1024,
  },
  { prompt: 'an owl reading a book by candlelight in a library at night', facts: ['owl', 'book', 'room', 'night'] },
  {
    prompt: 'a basket with five easter eggs in different colours on green grass',
    facts: ['basket', '5 egg', 'meadow'],
  },
  { prompt: 'a surfer riding a huge wave at noon', facts: ['surfer', 'sea', 'day'] },
  { prompt: 'close up portrait of a smiling woman with red hair and glasses', facts: ['woman', 'glasses'] },
  {
    prompt: 'a tiny house under a giant mushroom in an enchanted forest, pixel art',
    facts: ['house', 'mushroom', 'forest'],
  },
]

const asked: readonly Asked[] = [...seen, ...fresh.map((one) => ({ ...one, isFresh: true }))]

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name a folder to write to')
mkdirSync(folder, { recursive: true })
const seed = 1
const signal = new AbortController().signal
const entries: { picture: Uint8Array; caption: string[] }[] = []
let right = 0
let rightFresh = 0
for (const [index, each] of asked.entries()) {
  const { prompt, negativePrompt = '', facts, isFresh = false, width = 768, height = 768 } = each
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
  if (missing.length === 0 && isFresh) rightFresh += 1
  const number = String(index + 1).padStart(2, '0')
  writeFileSync(join(folder, `picture-${number}.png`), result.bytes)
  const mark = isFresh ? ' (fresh)' : ''
  entries.push({
    picture: result.bytes,
    caption: [`${number}${mark} ${prompt}`, [...said, ...result.facts.changes].join(', ')],
  })
  print(`${number} ${missing.length === 0 ? 'ok  ' : 'MISS'} ${prompt} -> ${said.join(', ')}`)
}
await makeContactSheet(folder, 'pictures', entries)
const ofFresh = `${rightFresh} of the ${fresh.length} written before the first was painted`
print(
  `${right} of ${asked.length} have the facts that were asked for, ${ofFresh}; look at ${join(folder, 'pictures.html')}`,
)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
