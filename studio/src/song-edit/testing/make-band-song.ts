import type { Pcm } from '../../audio/pcm.ts'

export interface BandSong {
  bpm: number
  seconds: number
  /** Pitch class of the tonic. */
  tonic: number
  mode: 'major' | 'minor'
  beatsPerBar: 3 | 4
  /** Where the first bar begins. */
  leadInSeconds: number
}

const SAMPLE_RATE = 44_100
/** Degrees of the scale, one chord a bar. */
const PROGRESSIONS = { major: [0, 4, 5, 3], minor: [0, 5, 2, 6] }
const SCALES = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] }

const USUAL: BandSong = { bpm: 104, seconds: 30, tonic: 9, mode: 'minor', beatsPerBar: 4, leadInSeconds: 0.31 }

/** A foreign song: drums, bass, chords and a tune from oscillators and noise, without a line of the composer. */
export function makeBandSong(wanted: Partial<BandSong> = {}): Pcm {
  const song = { ...USUAL, ...wanted }
  const frames = Math.round(song.seconds * SAMPLE_RATE)
  const [left, right] = [new Float32Array(frames), new Float32Array(frames)]
  const beat = 60 / song.bpm
  const noise = makeNoise()
  for (let index = -song.beatsPerBar; song.leadInSeconds + index * beat < song.seconds; index++) {
    const at = song.leadInSeconds + index * beat
    const inBar = ((index % song.beatsPerBar) + song.beatsPerBar) % song.beatsPerBar
    const chord = chordOf(song, Math.floor(index / song.beatsPerBar))
    if (inBar === 0 || (inBar === 2 && song.beatsPerBar === 4)) addKick(left, right, at)
    if (inBar % 2 === 1) addNoise(left, right, { at, seconds: 0.12, gain: 0.16, noise })
    for (const half of [0, 0.5]) addNoise(left, right, { at: at + half * beat, seconds: 0.03, gain: 0.06, noise })
    if (inBar === 0) {
      const length = song.beatsPerBar * beat
      for (const [voice, pitch] of chord.entries())
        addTone(voice % 2 === 0 ? left : right, { at, pitch: 60 + pitch, seconds: length, gain: 0.09, partials: 4 })
      for (const side of [left, right])
        addTone(side, { at, pitch: 36 + (chord[0] ?? 0), seconds: length * 0.95, gain: 0.16, partials: 3 })
    }
    const tune = 72 + (chord[(index * 5 + 20) % 3] ?? 0)
    for (const side of [left, right]) addTone(side, { at, pitch: tune, seconds: beat * 0.8, gain: 0.06, partials: 2 })
  }
  return { sampleRate: SAMPLE_RATE, channels: [left, right] }
}

/** Pitch class of the root that its bass plays at a second. */
export function bandRootAt(wanted: Partial<BandSong>, second: number): number {
  const song = { ...USUAL, ...wanted }
  const bar = Math.floor(((second - song.leadInSeconds) * song.bpm) / 60 / song.beatsPerBar + 1e-6)
  return chordOf(song, bar)[0] ?? 0
}

function chordOf({ tonic, mode }: BandSong, bar: number): number[] {
  const progression = PROGRESSIONS[mode]
  const degree = progression[((bar % progression.length) + progression.length) % progression.length] ?? 0
  return [0, 2, 4].map((step) => (tonic + (SCALES[mode][(degree + step) % 7] ?? 0)) % 12)
}

interface Tone {
  at: number
  pitch: number
  seconds: number
  gain: number
  partials: number
}

function addTone(side: Float32Array, { at, pitch, seconds, gain, partials }: Tone): void {
  const hertz = 440 * 2 ** ((pitch - 69) / 12)
  const start = Math.round(at * SAMPLE_RATE)
  const length = Math.round(seconds * SAMPLE_RATE)
  for (let i = Math.max(0, -start); i < length && start + i < side.length; i++) {
    const envelope = Math.min(1, i / 300, (length - i) / 600) * Math.exp(-i / length)
    let value = 0
    for (let partial = 1; partial <= partials; partial++)
      value += Math.sin((2 * Math.PI * hertz * partial * i) / SAMPLE_RATE) / partial
    side[start + i] = (side[start + i] ?? 0) + gain * envelope * value
  }
}

function addKick(left: Float32Array, right: Float32Array, at: number): void {
  const start = Math.round(at * SAMPLE_RATE)
  for (let i = Math.max(0, -start); i < 7000 && start + i < left.length; i++) {
    const time = i / SAMPLE_RATE
    const value = 0.5 * Math.exp(-time * 22) * Math.sin(2 * Math.PI * (48 * time + 4 * (1 - Math.exp(-time * 40))))
    left[start + i] = (left[start + i] ?? 0) + value
    right[start + i] = (right[start + i] ?? 0) + value
  }
}

function addNoise(
  left: Float32Array,
  right: Float32Array,
  { at, seconds, gain, noise }: { at: number; seconds: number; gain: number; noise: () => number },
): void {
  const start = Math.round(at * SAMPLE_RATE)
  const length = Math.round(seconds * SAMPLE_RATE)
  for (let i = Math.max(0, -start); i < length && start + i < left.length; i++) {
    const value = gain * (1 - i / length) ** 2 * noise()
    left[start + i] = (left[start + i] ?? 0) + value
    right[start + i] = (right[start + i] ?? 0) + value
  }
}

function makeNoise(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    return state / 2 ** 31
  }
}
