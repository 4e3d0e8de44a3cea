import type { Pcm } from '../../audio/pcm.ts'
import type { Score, ScoreSection, SectionKind } from '../score.ts'
import { measureLoudness } from './measure-loudness.ts'

/** LU against a verse. */
const LEVELS: Record<SectionKind, number> = {
  intro: -3,
  verse: 0,
  'pre-chorus': 0.5,
  chorus: 2,
  bridge: 0,
  solo: 1.5,
  outro: -0.5,
}
/** The last chorus is the loudest. */
const LAST_CHORUS = 0.5
const LAST_CHORUS_ENERGY = 4
/** A player may not be pulled further than this from how the section was played. */
const CUT_MAX = -3
const BOOST_MAX = 4
/** Less than this tells nothing of a section's level. */
const SECONDS_MIN = 2
/** The level moves just before the bar line, where no ear expects a jump. */
const RAMP_SECONDS = 0.2

/** The factor for each section that brings a mix's sections to their levels against each other; 1 where nothing is to be told. */
export function findSectionGains(pcm: Pcm, score: Score): number[] {
  const heard = score.sections.map((section) => hear(pcm, score, section))
  const told = heard.filter((one) => one !== null)
  const weight = told.reduce((sum, { seconds }) => sum + seconds, 0)
  const middle = told.reduce((sum, { above, seconds }) => sum + (above * seconds) / weight, 0)
  return heard.map((one) =>
    one === null ? 1 : 10 ** (Math.max(CUT_MAX, Math.min(BOOST_MAX, middle - one.above)) / 20),
  )
}

/** How far a section lies above its level; null = it is too short or silent. */
function hear(pcm: Pcm, score: Score, section: ScoreSection): { above: number; seconds: number } | null {
  const toSample = (beat: number) => Math.round(((beat * 60) / score.bpm) * pcm.sampleRate)
  const start = toSample(section.beat)
  const end = toSample(Math.min(section.beat + section.beats, score.landingBeat))
  const seconds = (end - start) / pcm.sampleRate
  if (seconds < SECONDS_MIN) return null
  const [left, right] = pcm.channels
  const loudness = measureLoudness({ ...pcm, channels: [left.subarray(start, end), right.subarray(start, end)] })
  const wanted = LEVELS[section.kind] + (section.energy === LAST_CHORUS_ENERGY ? LAST_CHORUS : 0)
  return Number.isFinite(loudness) ? { above: loudness - wanted, seconds } : null
}

/** Plays each section louder or softer by its factor. In place, and linear: what is done to each stem is done to their sum. */
export function levelSections(pcm: Pcm, score: Score, gains: number[]): void {
  const ramp = Math.round(RAMP_SECONDS * pcm.sampleRate)
  for (const channel of pcm.channels) {
    for (const [index, gain] of gains.entries()) {
      const start = sampleOf(score, index, pcm)
      const end = sampleOf(score, index + 1, pcm)
      const next = gains[index + 1] ?? gain
      for (let i = start; i < end; i++) {
        const moved = Math.max(0, 1 - (end - i) / ramp)
        channel[i] = (channel[i] ?? 0) * (gain + (next - gain) * moved)
      }
    }
  }
}

function sampleOf({ sections, bpm }: Score, index: number, { sampleRate, channels }: Pcm): number {
  const section = sections[index]
  return section === undefined ? channels[0].length : Math.round(((section.beat * 60) / bpm) * sampleRate)
}
