/** Sound effects: every layer the prompt names is synthesized, mixed and mastered. */
import { setImmediate } from 'node:timers/promises'
import { encodeAudio } from '../audio/encode-audio.ts'
import type { SoundRequest, SoundResult, StudioContext } from '../contract.ts'
import { makeRandom } from '../lyrics/make-random.ts'
import { addRoom } from './add-room.ts'
import { chooseDuration } from './choose-duration.ts'
import { chooseLayers, type Part } from './choose-layers.ts'
import { makeFilter } from './filters.ts'
import { activeRms, type Channels, master, scale } from './master.ts'
import { sampleRate } from './stage.ts'

/** A far sound: lower by this, and without its treble. */
const distantGain = 0.45
const distantHz = 900

export async function makeSound(request: SoundRequest, context: StudioContext): Promise<SoundResult> {
  context.signal.throwIfAborted()
  context.onProgress(0)
  const seconds = chooseDuration(request)
  const length = Math.round(seconds * sampleRate)
  const mix: Channels = [new Float32Array(length), new Float32Array(length)]
  const parts = chooseLayers(request.prompt, request.negativePrompt)
  for (const [index, part] of parts.entries()) {
    addTo(mix, playPart(part, seconds, request.seed))
    // A layer takes a few tenths of a second at most: often enough to hear an abort.
    await setImmediate()
    context.signal.throwIfAborted()
    context.onProgress(((index + 1) / parts.length) * 75)
  }
  master(mix)
  context.onProgress(80)
  const encoded = await encodeAudio({ sampleRate, channels: mix }, request.format, context)
  context.signal.throwIfAborted()
  context.onProgress(100)
  return {
    kind: 'sound',
    ...encoded,
    durationSeconds: length / sampleRate,
    facts: { layers: parts.map((part) => part.layer.name) },
  }
}

function playPart({ layer, isDistant, intensity, count }: Part, seconds: number, seed: number): Channels {
  const length = Math.round(seconds * sampleRate)
  const channels: Channels = [new Float32Array(length), new Float32Array(length)]
  const [left, right] = channels
  const random = makeRandom(seed, layer.name)
  layer.play({ left, right, seconds, random, intensity, count })
  if (isDistant) muffle(channels)
  addRoom(channels, isDistant ? Math.max(0.3, layer.room) : layer.room)
  const rms = activeRms(channels)
  const level = layer.level * Math.sqrt(intensity) * (isDistant ? distantGain : 1)
  if (rms > 0) scale(channels, level / rms)
  return channels
}

function muffle(channels: Channels): void {
  for (const channel of channels) {
    const low = makeFilter('low', distantHz)
    for (let index = 0; index < channel.length; index += 1) channel[index] = low.process(channel[index] ?? 0)
  }
}

function addTo(mix: Channels, layer: Channels): void {
  for (const [side, channel] of mix.entries()) {
    for (let index = 0; index < channel.length; index += 1)
      channel[index] = (channel[index] ?? 0) + (layer[side]?.[index] ?? 0)
  }
}
