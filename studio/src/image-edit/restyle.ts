import { collectGarbage } from '../collect-garbage.ts'
import { fade } from '../image/colour.ts'
import { displayTitle } from '../image/lettering/display-title.ts'
import { paintImage } from '../image/paint-image.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import type { MoodName } from '../image/prompt/moods.ts'
import { moods } from '../image/prompt/moods.ts'
import { makeRandom } from '../image/random.ts'
import type { TimeName } from '../image/sky/times.ts'
import type { Style } from '../image/styles/style.ts'
import { styles } from '../image/styles/styles.ts'
import { blendBy } from './blend.ts'
import { decodePicture } from './decode-picture.ts'
import { findSky } from './find-sky.ts'
import { paintSkyOver, paintSubjectsOver, paintWeatherOver } from './paint-over.ts'
import type { Wishes } from './read-wishes.ts'
import { recolourLeaves, recolourThing, takeColours, washAll } from './recolour.ts'
import { relight } from './relight.ts'

export interface Restyling {
  wishes: Wishes
  prompt: string
  /** Above 0, up to 1: the share of the way to the picture as the prompt would have it. */
  strength: number
  seed: string
  signal: AbortSignal
}

export interface Edited {
  pixels: Pixels
  changes: string[]
}

/** Changes light, colours, weather, season and manner of the whole picture as far as the prompt names them. */
export async function restyle(pixels: Pixels, restyling: Restyling): Promise<Edited> {
  const { wishes, strength, signal } = restyling
  const far: Edited = { pixels: copyPixels(pixels), changes: [] }
  await changeScene(far, restyling)
  collectGarbage()
  await changeColours(far, restyling)
  collectGarbage()
  if (far.changes.length === 0 && !wishes.isAddition && wishes.style === null && wishes.title === null)
    await borrowColours(far, restyling)
  if (wishes.isAddition) await addSubjects(far, restyling)
  collectGarbage()
  if (wishes.style !== null) {
    const style: Style = styles[wishes.style]
    far.pixels = await style.apply(far.pixels, { signal, random: makeRandom(restyling.seed, 'style') })
    far.changes.push(style.change)
  }
  collectGarbage()
  const blended = copyPixels(pixels)
  await blendBy(blended, far.pixels, () => strength, signal)
  if (wishes.title === null) return { pixels: blended, changes: far.changes }
  const lettered = displayTitle(toCanvas(blended), wishes.title)
  return { pixels: takePixels(lettered), changes: [...far.changes, `title "${wishes.title}"`] }
}

/** Season, hour, sky and weather. */
async function changeScene(far: Edited, { wishes, seed, signal }: Restyling): Promise<void> {
  const { scene, time, weather, season, skyTint } = wishes
  const isSnowy = weather.includes('snow')
  const sky = await findSky(far.pixels, signal)
  if (isSnowy || season !== null) {
    await recolourLeaves(far.pixels, isSnowy || season === null ? 'winter' : season, signal)
    far.changes.push(isSnowy ? 'snow on the green' : `${season} leaves`)
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
    far.changes.push('sky repainted')
  }
  const falling = weather.filter((name) => name !== 'clear' && name !== 'cloudy')
  if (falling.length > 0 && !wishes.isAboutSky) {
    far.pixels = await paintWeatherOver(far.pixels, falling, { scene, seed, signal })
    far.changes.push(falling.join(' and '))
  }
}

const lightNames: Readonly<Record<TimeName, string>> = {
  dawn: 'dawn',
  morning: 'the morning',
  day: 'day',
  sunset: 'sunset',
  dusk: 'dusk',
  night: 'night',
}

async function changeColours(far: Edited, { wishes, signal }: Restyling): Promise<void> {
  const { thingTint, wash, mood } = wishes
  if (thingTint !== null) {
    await recolourThing(far.pixels, thingTint, signal)
    far.changes.push('main colour changed')
  } else if (wash !== null) {
    await washAll(far.pixels, wash, signal)
    far.changes.push('one hue for all')
  }
  if (mood === null) return
  far.pixels = washMood(far.pixels, mood)
  far.changes.push(`${mood} colours`)
}

function washMood(pixels: Pixels, name: MoodName): Pixels {
  const { blend, wash, strength } = moods[name]
  const canvas = toCanvas(pixels)
  const pen = canvas.getContext('2d')
  pen.globalCompositeOperation = blend
  pen.fillStyle = fade(wash, Math.min(1, strength * 1.25))
  pen.fillRect(0, 0, canvas.width, canvas.height)
  return takePixels(canvas)
}

/** Nothing was named that can be done to a picture: it takes the colours of what would be painted for the prompt. */
async function borrowColours(far: Edited, { prompt, seed, signal }: Restyling): Promise<void> {
  const painted = await paintImage(
    { kind: 'image', prompt, negativePrompt: '', width: 256, height: 256, seed: seedNumber(seed), format: 'png' },
    { signal, onProgress: () => {} },
  )
  const { canvas } = await decodePicture(painted.bytes, 'picture')
  await takeColours(far.pixels, takePixels(canvas), signal)
  far.changes.push('colours of what the prompt names')
}

function seedNumber(seed: string): number {
  return Math.floor(makeRandom(seed, 'number').next() * 2 ** 32)
}

async function addSubjects(far: Edited, { wishes, seed, signal }: Restyling): Promise<void> {
  const time = wishes.time ?? guessTime(far.pixels)
  const { pixels, names } = await paintSubjectsOver(far.pixels, {
    scene: wishes.scene,
    seed,
    signal,
    time,
    stand: null,
  })
  far.pixels = pixels
  far.changes.push(...names.map((name) => `${name} painted in`))
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
