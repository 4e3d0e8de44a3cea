/**
 * Judges sounds: `node studio/judge/sound.ts [folder]` plays every layer alone and prints what a meter shows, then asks for
 * the prompts below and looks at what was chosen. The last line has the figures.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseLayers, layers } from '../src/sound/choose-layers.ts'
import { makeSound } from '../src/sound/make-sound.ts'
import { envelope, hearWav, longestSilence } from '../src/speech/testing/hear.ts'

/** What a person would try, and what must be heard. */
const prompts: [prompt: string, ...expected: string[]][] = [
  ['footsteps on gravel', 'crunching-steps'],
  ['slow footsteps in an empty hallway', 'footsteps'],
  ['typing on a mechanical keyboard', 'typing'],
  ['a crowd cheering in a stadium', 'crowd', 'applause'],
  ['ocean waves with seagulls', 'waves', 'gulls'],
  ['crackling campfire at night', 'fire', 'crickets'],
  ['a steam train passing by with a whistle', 'train'],
  ['a dog barking in the distance', 'dog'],
  ['an old telephone ringing', 'phone'],
  ['swords clashing', 'sword'],
  ['a magic spell being cast', 'sparkle'],
  ['UI click', 'click'],
  ['app notification sound', 'notification'],
  ['a door slams shut', 'slam'],
  ['someone knocking on a wooden door', 'knock'],
  ['a car horn honking in city traffic', 'horn', 'traffic'],
  ['glass shattering', 'glass'],
  ['a baby crying', 'baby'],
  ['evil laughter', 'laughter'],
  ['heavy rain with distant thunder', 'rain', 'thunder'],
  ['a cat purring', 'purr'],
  ['rooster crowing on a farm', 'rooster'],
  ['coffee being poured into a cup', 'pouring'],
  ['bacon sizzling in a pan', 'sizzle'],
  ['camera shutter', 'camera'],
  ['level up jingle', 'success'],
  ['game over', 'error'],
  ['8-bit jump', 'jump'],
  ['laser gun firing', 'laser'],
  ['rocket launch', 'rocket'],
  ['car crash with breaking glass', 'crash', 'glass'],
  ['fire alarm', 'alarm'],
  ['police siren passing', 'siren'],
  ['wind howling through trees', 'wind'],
  ['a roaring fire', 'fire'],
  ['horse galloping', 'hooves'],
  ['water dripping in a cave', 'drips'],
  ['ghost in a haunted house', 'wind', 'creak'],
  ['cinematic impact', 'impact'],
  ['angelic choir', 'choir'],
]

const folder = process.argv[2] ?? null
if (folder !== null) mkdirSync(folder, { recursive: true })
const context = { signal: new AbortController().signal, onProgress() {} }
let [audible, unclipped, slowest] = [0, 0, 0]

for (const layer of layers) {
  const began = performance.now()
  const request = {
    kind: 'sound',
    prompt: layer.name,
    negativePrompt: '',
    durationSeconds: 5,
    video: null,
    seed: 1,
    format: 'wav',
  } as const
  const { bytes, facts } = await makeSound(request, context)
  const milliseconds = performance.now() - began
  const sound = hearWav(bytes)
  const peak = sound.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  const levels = envelope(sound)
  const loud = 10 * Math.log10(levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length)
  if (loud > -36) audible += 1
  if (peak < 0.89) unclipped += 1
  slowest = Math.max(slowest, milliseconds)
  if (folder !== null) writeFileSync(join(folder, `${layer.name}.wav`), bytes)
  print(
    layer.name.padEnd(16),
    `${loud.toFixed(1)} dB`.padEnd(9),
    `peak ${(20 * Math.log10(peak)).toFixed(1)}`.padEnd(11),
    `bright ${brightness(sound.samples).toFixed(0)} Hz`.padEnd(15),
    `silence ${longestSilence(levels).toFixed(1)} s`,
    `${milliseconds.toFixed(0)} ms`,
    facts.layers.join() === layer.name ? '' : `chose ${facts.layers.join()}`,
  )
}
let right = 0
for (const [prompt, ...expected] of prompts) {
  const chosen = chooseLayers(prompt, '').map((part) => part.layer.name)
  if (expected.every((name) => chosen.includes(name)) && chosen.length <= expected.length + 3) right += 1
  else print(`"${prompt}": ${chosen.join(', ')}`)
}
print(
  `${layers.length} layers: ${audible} audible, ${unclipped} without clipping, the slowest ${slowest.toFixed(0)} ms for 5 s; ${right} of ${prompts.length} prompts understood`,
)

/** Hz of the tone that changes its sign as often. */
function brightness(samples: Float32Array): number {
  let changes = 0
  for (let index = 1; index < samples.length; index += 1) {
    if ((samples[index] ?? 0) > 0 !== (samples[index - 1] ?? 0) > 0) changes += 1
  }
  return (changes * 44_100) / samples.length / 2
}

function print(...parts: string[]): void {
  process.stdout.write(`${parts.join('  ')}\n`)
}
