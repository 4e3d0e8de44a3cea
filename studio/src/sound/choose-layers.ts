/** Which layers a prompt calls for, and how each of them should sound. */
import { baseForms } from '../lyrics/base-forms.ts'
import { wordsOf } from '../lyrics/pronounce.ts'
import { animalLayers } from './layers/animal-layers.ts'
import { bodyLayers } from './layers/body-layers.ts'
import { farmLayers } from './layers/farm-layers.ts'
import { gameLayers } from './layers/game-layers.ts'
import { houseLayers } from './layers/house-layers.ts'
import type { Layer } from './layers/layer.ts'
import { machineLayers } from './layers/machine-layers.ts'
import { natureLayers } from './layers/nature-layers.ts'
import { peopleLayers } from './layers/people-layers.ts'
import { ambience, toneLayers } from './layers/tone-layers.ts'
import { weaponLayers } from './layers/weapon-layers.ts'
import { weatherLayers } from './layers/weather-layers.ts'
import { workLayers } from './layers/work-layers.ts'

export const layers: Layer[] = [
  ...weatherLayers,
  ...natureLayers,
  ...animalLayers,
  ...farmLayers,
  ...machineLayers,
  ...weaponLayers,
  ...peopleLayers,
  ...bodyLayers,
  ...houseLayers,
  ...workLayers,
  ...toneLayers,
  ...gameLayers,
]

export interface Part {
  layer: Layer
  /** "distant thunder": soft and dull. */
  isDistant: boolean
  /** 1 as usual; "heavy rain" more, "gentle wind" less. */
  intensity: number
  /** "three knocks"; null = as many as fit. */
  count: number | null
}

/** Words that name a scene rather than a sound. */
const scenes: Record<string, string[]> = {
  storm: ['rain', 'thunder', 'wind'],
  thunderstorm: ['rain', 'thunder', 'wind'],
  forest: ['birds', 'wind'],
  woods: ['birds', 'wind'],
  jungle: ['birds', 'crickets', 'frogs'],
  nature: ['birds', 'stream', 'wind'],
  garden: ['birds', 'bees'],
  meadow: ['birds', 'bees'],
  morning: ['birds'],
  night: ['crickets'],
  desert: ['wind'],
  mountain: ['wind'],
  snow: ['wind'],
  winter: ['wind'],
  beach: ['waves', 'gulls'],
  harbor: ['waves', 'gulls'],
  ship: ['waves', 'creak'],
  campfire: ['fire', 'crickets'],
  battle: ['explosion', 'gunshot'],
  war: ['explosion', 'gunshot'],
  stadium: ['crowd', 'applause'],
  concert: ['crowd', 'applause', 'drums'],
  concertgoer: ['crowd'],
  farm: ['rooster', 'chicken', 'cow', 'sheep'],
  barn: ['cow', 'sheep', 'pig'],
  zoo: ['elephant', 'monkey', 'birds'],
  pirate: ['waves', 'creak', 'sword'],
  medieval: ['sword', 'hooves'],
  western: ['hooves', 'wind'],
  workshop: ['hammer', 'saw'],
  construction: ['drill', 'hammer'],
  ghost: ['wind', 'whisper', 'drone'],
  halloween: ['wind', 'owl', 'drone'],
  arctic: ['wind', 'ice'],
  library: ['paper', 'clock'],
  cave: ['drips', 'drone'],
  airport: ['jet', 'crowd'],
  haunted: ['wind', 'creak', 'drone'],
}
const counts: Record<string, number> = {
  one: 1,
  single: 1,
  two: 2,
  twice: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}
const strong = new Set('heavy loud intense strong violent huge big massive hard roaring powerful fast busy'.split(' '))
const gentle = new Set('gentle light soft quiet calm slight faint small slow little subtle'.split(' '))
const far = new Set('distant far faraway muffled background remote'.split(' '))
/** They stand behind what they tell of: "a dog barks in the distance". */
const farBehind = new Set('distance afar away'.split(' '))
/** They do not part two words that belong together: "footsteps in the snow". */
const small = new Set(
  'a an the of on in at with to into through by is being it its my his her some and fresh deep dry wet wooden metal firing'.split(
    ' ',
  ),
)
/** What is heard in a layer already: a train whistles by itself. */
const contained: Record<string, string[]> = {
  train: ['whistle'],
  kettle: ['whistle'],
  crash: ['skid'],
  arrow: ['whoosh'],
  sword: ['whoosh'],
}

/** More layers would be mud. */
const layersMax = 5
/** How far before a word its adjectives are looked for: "heavy tropical summer rain". */
const reach = 3

export function chooseLayers(prompt: string, negativePrompt: string): Part[] {
  const unwanted = new Set(mentioned(negativePrompt).map((part) => part.layer.name))
  const parts = new Map<string, Part>()
  for (const part of mentioned(prompt)) {
    if (!unwanted.has(part.layer.name) && !parts.has(part.layer.name)) parts.set(part.layer.name, part)
  }
  for (const name of parts.keys()) for (const inner of contained[name] ?? []) parts.delete(inner)
  const chosen = [...parts.values()].slice(0, layersMax)
  return chosen.length > 0 ? chosen : [{ layer: ambience, isDistant: false, intensity: 1, count: null }]
}

function mentioned(text: string): Part[] {
  const words = wordsOf(text.normalize('NFC').slice(0, 1000))
  const parts: Part[] = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (farBehind.has(word)) setLastDistant(parts)
    if (small.has(word)) continue
    const next = words.findIndex((each, at) => at > index && !small.has(each))
    const pair = next === -1 ? [] : layersOfPair(word, words[next] ?? '')
    const before = words.slice(Math.max(0, index - reach), index)
    for (const layer of pair.length > 0 ? pair : layersOfWord(word)) parts.push(toPart(layer, before))
    if (pair.length > 0) index = next
  }
  return parts
}

function setLastDistant(parts: Part[]): void {
  const last = parts.at(-1)
  for (const part of parts) if (part.layer === last?.layer) part.isDistant = true
}

function layersOfPair(first: string, second: string): Layer[] {
  const pairs = baseForms(first).flatMap((left) => baseForms(second).map((right) => `${left}-${right}`))
  return layers.filter((layer) => pairs.some((pair) => wordsByLayer.get(layer)?.has(pair) === true))
}

function layersOfWord(word: string): Layer[] {
  // "A roaring fire" is a fire, not a lion.
  if (strong.has(word) || gentle.has(word) || far.has(word)) return []
  for (const form of baseForms(word)) {
    const scene = Object.hasOwn(scenes, form) ? (scenes[form] ?? []) : []
    const found = layers.filter((layer) => scene.includes(layer.name) || wordsByLayer.get(layer)?.has(form) === true)
    if (found.length > 0) return found
  }
  return []
}

const wordsByLayer = new Map(
  layers.map((layer) => [layer, new Set([layer.name, ...layer.words.split(' ').flatMap(spellOut)])]),
)

/** "fire/smoke-alarm" as "fire-alarm" and "smoke-alarm". */
function spellOut(entry: string): string[] {
  const [first = [], second = null] = entry.split('-').map((part) => part.split('/'))
  return second === null ? first : first.flatMap((left) => second.map((right) => `${left}-${right}`))
}

function toPart(layer: Layer, before: string[]): Part {
  // Adjectives belong to the nearest noun: a word that is a layer itself shuts off what stands before it.
  const own = before.slice(before.findLastIndex((word) => layersOfWord(word).length > 0) + 1)
  const intensity = own.some((word) => strong.has(word)) ? 1.4 : own.some((word) => gentle.has(word)) ? 0.65 : 1
  const number = own
    .map((word) => counts[word] ?? (/^[1-9]\d?$/.test(word) ? Number(word) : null))
    .findLast((value) => value !== null)
  return { layer, isDistant: own.some((word) => far.has(word)), intensity, count: number ?? null }
}
