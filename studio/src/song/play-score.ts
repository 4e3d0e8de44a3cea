import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import type { EncodeStep } from '../audio/encode-audio.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { AudioFormat, StudioContext, SungWordTime } from '../contract.ts'
import { levelVocals, mixVocals } from '../singing/mix-vocals.ts'
import { singVocals } from '../singing/sing-vocals.ts'
import type { Sung } from '../singing/sing-vocals.ts'
import { findSectionGains, levelSections } from './master/level-sections.ts'
import { masterSong, scale, shapeSound } from './master/master-song.ts'
import { makeSilence, openInstruments, renderParts } from './render-score.ts'
import type { Instruments } from './render-score.ts'
import type { PartRole, Score } from './score.ts'

export interface PlayedScore {
  /** Mastered: -14 LUFS, true peak below -1 dBFS. */
  pcm: Pcm
  /** Where each word is truly heard. */
  words: SungWordTime[]
  /**
   * One for each group that plays, as long as the song. Their sum is the song before its limiter, times one factor that
   * is the same for all: 1, or what the loudest stem needs to stay below full scale.
   */
  stems: { name: StemName; bytes: Uint8Array }[]
}

const STEM_NAMES = ['drums', 'bass', 'chords', 'lead', 'vocals'] as const
export type StemName = (typeof STEM_NAMES)[number]

const STEMS: Record<PartRole, StemName> = {
  drums: 'drums',
  bass: 'bass',
  comp: 'chords',
  arpeggio: 'chords',
  pad: 'chords',
  lead: 'lead',
  harmony: 'lead',
  solo: 'lead',
}
/** Full scale, less what the filters may add to a peak that was measured before them. */
const STEM_PEAK_MAX = 0.9

/** Plays a score, the voice included. Progress goes from 0 to 100; `stemFormat` null = no stems. */
export async function playScore(
  score: Score,
  { stemFormat }: { stemFormat: AudioFormat | null },
  context: StudioContext,
): Promise<PlayedScore> {
  const end = stemFormat === null ? 100 : 40
  const players = await gatherPlayers(score, makeStep(context, 0, end * 0.3))
  const pcm = makeSilence(score)
  const peaks = new Map<StemName, number>()
  for (const [index, name] of players.names.entries()) {
    const share = (at: number) => end * (0.3 + (0.5 * (index + at)) / players.names.length)
    if (name === 'vocals') levelVocals(players.sung, pcm)
    peaks.set(name, await playStem(players, name, { mix: pcm, step: makeStep(context, share(0), share(1)) }))
  }
  const levels = findSectionGains(pcm, score)
  levelSections(pcm, score, levels)
  const gain = await masterSong(pcm, score, makeStep(context, end * 0.8, end))
  const { words } = players.sung
  if (stemFormat === null) return { pcm, words, stems: [] }
  const loudest = gain * Math.max(...levels) * Math.max(...peaks.values())
  const factor = gain * Math.min(1, STEM_PEAK_MAX / Math.max(loudest, 1e-9))
  const stems: PlayedScore['stems'] = []
  for (const [index, name] of players.names.entries()) {
    const share = (at: number) => end + ((100 - end) * (index + at)) / players.names.length
    // Played anew, one after the other: five tracks of ten minutes at once would take a gigabyte.
    const mix = makeSilence(score)
    await playStem(players, name, { mix, step: makeStep(context, share(0), share(0.5)) })
    levelSections(mix, score, levels)
    shapeSound(mix, score)
    scale(mix, factor)
    const { bytes } = await encodeAudioInSteps(mix, stemFormat, makeStep(context, share(0.5), share(1)))
    stems.push({ name, bytes })
  }
  return { pcm, words, stems }
}

/** Reports a stage's share of the whole, and lets an abort in. */
export function makeStep(context: StudioContext, from: number, to: number): EncodeStep {
  return async (share) => {
    context.onProgress(from + (to - from) * share)
    await pauseUnlessAborted(context)
  }
}

interface Players {
  score: Score
  instruments: Instruments
  sung: Sung
  /** Who plays at all, in the order they are mixed: the vocals last, for they are set against the rest. */
  names: StemName[]
}

async function gatherPlayers(score: Score, step: EncodeStep): Promise<Players> {
  await step(0)
  const instruments = await openInstruments()
  const sung = await singVocals(score, step)
  const names = STEM_NAMES.filter((name) =>
    name === 'vocals' ? sung.words.length > 0 : score.parts.some((part) => STEMS[part.role] === name),
  )
  return { score, instruments, sung, names }
}

/** Adds one group to a mix and returns its peak. */
async function playStem(
  { score, instruments, sung }: Players,
  name: StemName,
  { mix, step }: { mix: Pcm; step: EncodeStep },
): Promise<number> {
  if (name === 'vocals') return mixVocals(sung, mix, step)
  const parts = score.parts.filter((part) => STEMS[part.role] === name)
  return renderParts(score, parts, { instruments, mix, step })
}
