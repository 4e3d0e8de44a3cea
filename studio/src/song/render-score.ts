import { readFile } from 'node:fs/promises'

import { BasicSoundBank, SoundBankLoader, SpessaSynthProcessor } from 'spessasynth_core'

import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { makeReverb } from './make-reverb.ts'
import type { Part, Score } from './score.ts'

export const SAMPLE_RATE = 44_100
/** The synthesizer's own block: events land on its edges, at most 3 ms off. */
const BLOCK = 128
/** 1.5 s of sound, about 40 ms of work between two looks at the abort signal. */
const CHUNK = 512 * BLOCK
const DRUM_CHANNEL = 9
/** A dense song in a big hall; the default of 350 allocates for an organ with all its stops. */
const VOICES_MAX = 160
/** A medium hall; how much of it a part gets is the part's own matter. */
const REVERB_SECONDS = 1.9
const CONTROLLERS = { volume: 7, pan: 10, expression: 11, reverb: 91, chorus: 93 } as const

interface Event {
  seconds: number
  /** Notes end before others begin, controls come between. */
  order: number
  apply(synthesizer: SpessaSynthProcessor): void
}

/** The instruments' recordings, opened once for all that a song plays. */
export type Instruments = ReturnType<typeof SoundBankLoader.fromArrayBuffer>

export async function openInstruments(): Promise<Instruments> {
  await BasicSoundBank.isSF3DecoderReady
  const file = await readFile(new URL('../../soundfont/medley.sf3', import.meta.url))
  return SoundBankLoader.fromArrayBuffer(new Uint8Array(file).buffer)
}

export function makeSilence(score: Score): Pcm {
  const frames = Math.round(score.durationSeconds * SAMPLE_RATE)
  return { sampleRate: SAMPLE_RATE, channels: [new Float32Array(frames), new Float32Array(frames)] }
}

/**
 * Plays some parts of a score and adds them to `mix`; returns the highest sample among them. What parts sound like does
 * not depend on who else plays: groups played one by one add up to all played at once. `step` may throw to stop.
 */
export async function renderParts(
  score: Score,
  parts: Part[],
  { instruments, mix, step }: { instruments: Instruments; mix: Pcm; step: EncodeStep },
): Promise<number> {
  const synthesizer = await makeSynthesizer(instruments)
  const channels = assignChannels(parts)
  for (const [part, channel] of channels) setUpChannel(synthesizer, part, channel)
  const events = listEvents(score, channels)
  const frames = mix.channels[0].length
  const chunk: Pcm['channels'] = [new Float32Array(CHUNK), new Float32Array(CHUNK)]
  let next = 0
  let peak = 0
  for (let chunkStart = 0; chunkStart < frames; chunkStart += CHUNK) {
    await step(chunkStart / frames)
    const length = Math.min(CHUNK, frames - chunkStart)
    for (let at = 0; at < length; at += BLOCK) {
      // The nearest edge, not the next: the error is then 1.5 ms at most, to either side.
      const until = (chunkStart + at + BLOCK / 2) / SAMPLE_RATE
      for (; next < events.length && (events[next]?.seconds ?? 0) <= until; next++) events[next]?.apply(synthesizer)
      synthesizer.process(chunk[0], chunk[1], at, Math.min(BLOCK, length - at))
    }
    peak = Math.max(
      peak,
      moveInto(mix.channels[0], chunk[0], chunkStart),
      moveInto(mix.channels[1], chunk[1], chunkStart),
    )
  }
  // Not destroyed: that would take the instruments along, which the next group plays.
  return peak
}

/** Adds a chunk to a channel, empties it, and returns its highest sample. */
function moveInto(channel: Float32Array, chunk: Float32Array, start: number): number {
  const length = Math.min(chunk.length, channel.length - start)
  let peak = 0
  for (let i = 0; i < length; i++) {
    const sample = chunk[i] ?? 0
    channel[start + i] = (channel[start + i] ?? 0) + sample
    peak = Math.max(peak, Math.abs(sample))
  }
  chunk.fill(0)
  return peak
}

async function makeSynthesizer(instruments: Instruments): Promise<SpessaSynthProcessor> {
  const synthesizer = new SpessaSynthProcessor(SAMPLE_RATE, {
    eventsEnabled: false,
    reverbProcessor: makeReverb(SAMPLE_RATE, REVERB_SECONDS),
  })
  synthesizer.setSystemParameter('voiceCap', VOICES_MAX)
  synthesizer.soundBankManager.addSoundBank(instruments, 'medley')
  await synthesizer.processorInitialized
  return synthesizer
}

/** Drums on MIDI's drum channel, the rest on the others in turn. */
function assignChannels(parts: Part[]): Map<Part, number> {
  const free = Array.from({ length: 16 }, (_, channel) => channel).filter((channel) => channel !== DRUM_CHANNEL)
  return new Map(
    parts.map((part) => {
      const channel = part.isDrums ? DRUM_CHANNEL : free.shift()
      if (channel === undefined) throw new Error(`A score of ${parts.length} parts has more than MIDI's channels`)
      return [part, channel]
    }),
  )
}

function setUpChannel(synthesizer: SpessaSynthProcessor, part: Part, channel: number): void {
  synthesizer.programChange(channel, part.program)
  synthesizer.controllerChange(channel, CONTROLLERS.volume, part.volume)
  synthesizer.controllerChange(channel, CONTROLLERS.pan, part.pan)
  synthesizer.controllerChange(channel, CONTROLLERS.reverb, part.reverb)
  synthesizer.controllerChange(channel, CONTROLLERS.chorus, part.chorus)
}

function listEvents(score: Score, channels: Map<Part, number>): Event[] {
  const toSeconds = (beat: number) => (beat * 60) / score.bpm
  const events: Event[] = []
  for (const [part, channel] of channels) {
    for (const { beat, value } of part.swells) {
      const apply: Event['apply'] = (synthesizer) =>
        synthesizer.controllerChange(channel, CONTROLLERS.expression, value)
      events.push({ seconds: toSeconds(beat), order: 1, apply })
    }
    for (const { beat, beats, pitch, velocity } of part.notes) {
      events.push({
        seconds: toSeconds(beat),
        order: 2,
        apply: (synthesizer) => synthesizer.noteOn(channel, pitch, velocity),
      })
      events.push({
        seconds: toSeconds(beat + beats),
        order: 0,
        apply: (synthesizer) => synthesizer.noteOff(channel, pitch),
      })
    }
  }
  return events.toSorted((a, b) => a.seconds - b.seconds || a.order - b.order)
}
