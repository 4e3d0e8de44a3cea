/** Which layers a prompt calls for, and how each of them should sound. */
import { baseForms } from '../lyrics/base-forms.ts'
import { wordsOf } from '../lyrics/pronounce.ts'
import { animalLayers } from './layers/animal-layers.ts'
import type { Layer } from './layers/layer.ts'
import { machineLayers } from './layers/machine-layers.ts'
import { peopleLayers } from './layers/people-layers.ts'
import { ambience, toneLayers } from './layers/tone-layers.ts'
import { weatherLayers } from './layers/weather-layers.ts'

export const layers: Layer[] = [...weatherLayers, ...animalLayers, ...machineLayers, ...peopleLayers, ...toneLayers]

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
  farm: ['dog', 'birds', 'hooves'],
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
  const chosen = [...parts.values()].slice(0, layersMax)
  return chosen.length > 0 ? chosen : [{ layer: ambience, isDistant: false, intensity: 1, count: null }]
}

function mentioned(text: string): Part[] {
  const words = wordsOf(text.normalize('NFC').slice(0, 1000))
  return words.flatMap((word, index) => {
    const before = words.slice(Math.max(0, index - reach), index)
    return layersOfWord(word).map((layer) => toPart(layer, before))
  })
}

function layersOfWord(word: string): Layer[] {
  const forms = baseForms(word)
  const scene = forms.flatMap((form) => (Object.hasOwn(scenes, form) ? (scenes[form] ?? []) : []))
  if (scene.length > 0) return layers.filter((layer) => scene.includes(layer.name))
  return layers.filter((layer) => forms.some((form) => wordsByLayer.get(layer)?.has(form) === true))
}

const wordsByLayer = new Map(layers.map((layer) => [layer, new Set([layer.name, ...layer.words.split(' ')])]))

function toPart(layer: Layer, before: string[]): Part {
  // Adjectives belong to the nearest noun: a word that is a layer itself shuts off what stands before it.
  const own = before.slice(before.findLastIndex((word) => layersOfWord(word).length > 0) + 1)
  const intensity = own.some((word) => strong.has(word)) ? 1.4 : own.some((word) => gentle.has(word)) ? 0.65 : 1
  const number = own
    .map((word) => counts[word] ?? (/^[1-9]\d?$/.test(word) ? Number(word) : null))
    .findLast((value) => value !== null)
  return { layer, isDistant: own.some((word) => far.has(word)), intensity, count: number ?? null }
}
