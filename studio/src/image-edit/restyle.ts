import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import { collectGarbage } from '../collect-garbage.ts'
import { fade } from '../image/colour.ts'
import { displayTitle } from '../image/lettering/display-title.ts'
import { paintImage } from '../image/paint-image.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import type { MoodName } from '../image/prompt/moods.ts'
import { moods } from '../image/prompt/moods.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { makeRandom } from '../image/random.ts'
import type { TimeName } from '../image/sky/times.ts'
import type { Style } from '../image/styles/style.ts'
import { styles } from '../image/styles/styles.ts'
import { Refusal } from '../refusal.ts'
import { adjustTones, takeColourOut } from './adjust-tones.ts'
import { blendBy } from './blend.ts'
import { decodePicture } from './decode-picture.ts'
import type { Sky } from './find-sky.ts'
import { findSky } from './find-sky.ts'
import { paintFalling } from './paint-falling.ts'
import { paintSkyOver, paintSubjectsOver, paintWeatherOver } from './paint-over.ts'
import type { Wishes } from './read-wishes.ts'
import { recolourLeaves, recolourThing, takeColours, washAll } from './recolour.ts'
import { relight } from './relight.ts'
import { replaceBackground } from './replace-background.ts'

export interface Restyling {
  wishes: Wishes
  prompt: string
  /** Above 0, up to 1: the share of the way to the picture as the prompt would have it. */
  strength: number
  seed: string
  signal: AbortSignal
  /** Only what this marks will be taken; null = all. */
  mask: Plane | null
}

export interface Edited {
  pixels: Pixels
  changes: string[]
}

/**
 * Changes light, colours, weather, season and manner of the whole picture as far as the prompt names them and the strength
 * goes. What is added stands there solid, whatever the strength.
 */
export async function restyle(pixels: Pixels, restyling: Restyling): Promise<Edited> {
  const { wishes, strength, signal } = restyling
  if (wishes.isRemoval)
    throw new Refusal('Without a mask this built-in tool cannot tell what to remove: send a mask that is white there')
  const base = await changeContent(pixels, restyling)
  const far: Far = { pixels: copyPixels(base.pixels), changes: [], sky: null }
  await pauseUnlessAborted(restyling)
  await changeScene(far, restyling)
  collectGarbage()
  await changeColours(far, restyling)
  collectGarbage()
  if (wishes.style !== null) {
    const style: Style = styles[wishes.style]
    far.pixels = await style.apply(far.pixels, { signal, random: makeRandom(restyling.seed, 'style') })
    far.changes.push(style.change)
  }
  collectGarbage()
  await pauseUnlessAborted(restyling)
  const isIdle = base.changes.length + far.changes.length === 0 && wishes.title === null && !wishes.isGrey
  if (isIdle) await borrowColours(far, restyling)
  const blended = copyPixels(base.pixels)
  await pauseUnlessAborted(restyling)
  const { sky } = far
  await blendBy(blended, far.pixels, (index) => shareOf(strength, sky?.mask.values[index] ?? 0), signal)
  const changes = [...base.changes, ...far.changes]
  if (wishes.isGrey) {
    await takeColourOut(blended, signal)
    changes.push('black and white')
  }
  if (wishes.title === null) return { pixels: blended, changes }
  const lettered = displayTitle(toCanvas(blended), wishes.title)
  return { pixels: takePixels(lettered), changes: [...changes, `title "${wishes.title}"`] }
}

/** A sky that is repainted is blended with the old one up to half way: beyond, two suns would be seen. */
function shareOf(strength: number, sky: number): number {
  return strength + (1 - strength) * sky * Math.max(0, Math.min(1, (strength - 0.5) / 0.15))
}

/** What stands in the picture and behind it: solid, whatever the strength. */
async function changeContent(pixels: Pixels, restyling: Restyling): Promise<Edited> {
  const { wishes, seed, signal } = restyling
  if (wishes.background !== null) {
    const changed = await replaceBackground(pixels, wishes.background, { seed, signal })
    return { pixels: changed, changes: [`background replaced: ${wishes.background}`] }
  }
  return wishes.isAddition ? addSubjects(pixels, restyling) : { pixels, changes: [] }
}

interface Far extends Edited {
  /** Where the sky was repainted. */
  sky: Sky | null
}

/** Season, hour, sky and weather. */
async function changeScene(far: Far, { wishes, seed, signal }: Restyling): Promise<void> {
  if (wishes.background !== null) return
  const { scene, time, weather, season, skyTint } = wishes
  const isSnowy = weather.includes('snow')
  const sky = await findSky(far.pixels, signal)
  await pauseUnlessAborted({ signal })
  if (isSnowy || season !== null) {
    const name = isSnowy || season === null ? 'winter' : season
    await recolourLeaves(far.pixels, name, signal)
    await adjustTones(far.pixels, name === 'winter' ? 'cooler' : name === 'spring' ? 'brighter' : 'warmer', signal)
    far.changes.push(isSnowy ? 'snow on the green' : `colours of ${name}`)
  }
  const isDull = weather.some((name) => name === 'rain' || name === 'storm' || name === 'fog')
  if (time !== null && !wishes.isAboutSky) {
    await relight(far.pixels, time, signal)
    far.changes.push(`light of ${lightNames[time]}`)
  } else if (isDull && !wishes.isAboutSky) {
    await relight(far.pixels, weather.includes('fog') ? 'morning' : 'dusk', signal)
    far.changes.push('dull light')
  }
  if (sky !== null && (time !== null || weather.length > 0 || skyTint !== null || wishes.isAboutSky)) {
    const painted = { ...scene, time: time ?? (scene.time === 'night' ? scene.time : 'day') }
    await paintSkyOver(far.pixels, sky, { scene: painted, seed, signal })
    far.sky = sky
    far.changes.push('sky repainted')
  }
  const falling = weather.filter((name) => name !== 'clear' && name !== 'cloudy')
  if (falling.length > 0 && !wishes.isAboutSky) {
    far.pixels = await paintWeatherOver(far.pixels, falling, { scene, seed, signal })
    far.changes.push(falling.join(' and '))
  }
  if (isSnowy || season === null || season === 'summer') return
  far.pixels = paintFalling(far.pixels, season, makeRandom(seed, 'falling'))
  far.changes.push(season === 'autumn' ? 'falling leaves' : 'petals in the air')
}

const lightNames: Readonly<Record<TimeName, string>> = {
  dawn: 'dawn',
  morning: 'the morning',
  day: 'day',
  sunset: 'sunset',
  dusk: 'dusk',
  night: 'night',
}

async function changeColours(far: Edited, { wishes, mask, signal }: Restyling): Promise<void> {
  if (wishes.background !== null) return
  const { recolouring, wash, mood, adjustments, isGrey } = wishes
  // Of a mask, "it" is what is marked.
  if (recolouring !== null && (recolouring.of === 'thing' || mask !== null)) {
    const share = await recolourThing(far.pixels, { ...recolouring, mask, signal })
    if (share < SHARE_MIN) throw new Refusal(nothingToRecolour)
    far.changes.push('main colour changed')
  } else if (wash !== null && !isGrey) {
    await washAll(far.pixels, wash, signal)
    far.changes.push('one hue for all')
  }
  for (const name of adjustments) {
    await adjustTones(far.pixels, name, signal)
    far.changes.push(name)
  }
  if (mood === null || isGrey) return
  far.pixels = washMood(far.pixels, mood)
  far.changes.push(`${mood} colours`)
}

/** Of the picture: fewer pixels than this are no thing. */
const SHARE_MIN = 0.0002
const nothingToRecolour =
  'Nothing of that colour stands out in the picture, and what is white, grey or black cannot be told from the rest: send a mask that is white where the colour shall change'

function washMood(pixels: Pixels, name: MoodName): Pixels {
  const { blend, wash, strength } = moods[name]
  const canvas = toCanvas(pixels)
  const pen = canvas.getContext('2d')
  pen.globalCompositeOperation = blend
  pen.fillStyle = fade(wash, Math.min(1, strength * 1.25))
  pen.fillRect(0, 0, canvas.width, canvas.height)
  return takePixels(canvas)
}

/** An order, not a description of the picture that is wanted. */
const isOrder =
  /^\s*(?:please\s+|can you\s+|could you\s+)?(?:make|turn|change|give|let|put|swap|replace|fix|open|close|move|rotate|flip|crop|smile|convert|transform|edit|retouch|adjust|take|bring|draw|write|cut|set|get|apply|use)\b/i

/**
 * Nothing was named that can be done to a picture: where the prompt describes another picture, it takes the colours of that.
 * An empty one is for a variation.
 */
async function borrowColours(far: Edited, { prompt, wishes, seed, signal }: Restyling): Promise<void> {
  const isBlank = !/[\p{L}\p{Extended_Pictographic}]/u.test(prompt)
  const describes = wishes.namesPlace || wishes.scene.subjects.length > 0
  if (!isBlank && (!describes || isOrder.test(prompt))) throw new Refusal(notUnderstood(prompt))
  const painted = await paintImage(
    { kind: 'image', prompt, negativePrompt: '', width: 256, height: 256, seed: seedNumber(seed), format: 'png' },
    { signal, onProgress: () => {} },
  )
  const { canvas } = await decodePicture(painted.bytes, 'picture')
  await takeColours(far.pixels, takePixels(canvas), signal)
  far.changes.push(isBlank ? 'other colours' : 'colours of what the prompt names')
}

const QUOTED_MAX = 80

function notUnderstood(prompt: string): string {
  return (
    `Not understood: "${prompt.trim().slice(0, QUOTED_MAX)}". This built-in tool changes light ("at night"), season and weather ("autumn", "heavy snow"), ` +
    'colours ("turn the car blue", "black and white", "warmer"), manner ("watercolour"), sky and plain backgrounds, adds things ("add a balloon"), and enlarges, extends or cuts out; ' +
    'with a mask it also removes and replaces'
  )
}

function seedNumber(seed: string): number {
  return Math.floor(makeRandom(seed, 'number').next() * 2 ** 32)
}

async function addSubjects(pixels: Pixels, { wishes, seed, signal }: Restyling): Promise<Edited> {
  const { scene } = wishes
  const painted = await paintSubjectsOver(pixels, { scene, seed, signal, time: guessTime(pixels), mask: null })
  return { pixels: painted.pixels, changes: describePainted(painted.names, scene) }
}

/** What was painted, and what of the prompt nothing came of. */
export function describePainted(names: readonly string[], { unpainted }: Scene): string[] {
  const note = unpainted.length === 0 ? [] : [`not understood: ${unpainted.join(', ')}`]
  return [...names.map((name) => `${name} painted in`), ...note]
}

/** The light of a picture, to light what is added to it. */
export function guessTime({ data }: Pixels): TimeName {
  let sum = 0
  let count = 0
  for (let offset = 0; offset < data.length; offset += 4 * 97) {
    sum += (data[offset] ?? 0) * 0.3 + (data[offset + 1] ?? 0) * 0.59 + (data[offset + 2] ?? 0) * 0.11
    count += 1
  }
  return sum / count < 72 ? 'night' : 'day'
}
