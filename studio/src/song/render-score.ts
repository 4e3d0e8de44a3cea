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
const BLOCKS_PER_STEP = 512
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

/** Plays a score through the sampled instruments. `step` is called with the share done and may throw to stop. */
export async function renderScore(score: Score, step: EncodeStep): Promise<Pcm> {
  const synthesizer = await makeSynthesizer()
  const channels = assignChannels(score.parts)
  for (const [part, channel] of channels) setUpChannel(synthesizer, part, channel)
  const events = listEvents(score, channels)
  const frames = Math.round(score.durationSeconds * SAMPLE_RATE)
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  let next = 0
  for (let start = 0, block = 0; start < frames; start += BLOCK, block++) {
    if (block % BLOCKS_PER_STEP === 0) await step(start / frames)
    // The nearest edge, not the next: the error is then 1.5 ms at most, to either side.
    const until = (start + BLOCK / 2) / SAMPLE_RATE
    for (; next < events.length && (events[next]?.seconds ?? 0) <= until; next++) events[next]?.apply(synthesizer)
    synthesizer.process(left, right, start, Math.min(BLOCK, frames - start))
  }
  synthesizer.destroySynthProcessor()
  return { sampleRate: SAMPLE_RATE, channels: [left, right] }
}

async function makeSynthesizer(): Promise<SpessaSynthProcessor> {
  await BasicSoundBank.isSF3DecoderReady
  const file = await readFile(new URL('../../soundfont/medley.sf3', import.meta.url))
  const synthesizer = new SpessaSynthProcessor(SAMPLE_RATE, {
    eventsEnabled: false,
    reverbProcessor: makeReverb(SAMPLE_RATE, REVERB_SECONDS),
  })
  synthesizer.setSystemParameter('voiceCap', VOICES_MAX)
  synthesizer.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(new Uint8Array(file).buffer), 'medley')
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
