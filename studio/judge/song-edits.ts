/**
 * Judges listening and song edits: tempo, key and bars heard in the composer's own songs (whose are known) and in a
 * synthesized band; what edits leave untouched, how their seams measure, whether covers keep the
 * beat and the chords' roots. Run by
 * `node studio/judge/song-edits.ts [seconds]`; takes some minutes.
 */
import { encodeAudioInSteps } from '../src/audio/encode-audio.ts'
import type { Pcm } from '../src/audio/pcm.ts'
import { readWav } from '../src/audio/testing/read-wav.ts'
import type { SongEditRequest, SongResult } from '../src/contract.ts'
import { decodeAudio } from '../src/listen/decode-audio.ts'
import { listenToSong } from '../src/listen/listen-to-song.ts'
import type { HeardSong } from '../src/listen/listen-to-song.ts'
import { ALL_GENRES } from '../src/song/all-genres.ts'
import { composeSong } from '../src/song/compose-song.ts'
import { readScore } from '../src/song/read-score.ts'
import { makeSongRequest } from '../src/song/testing/make-song-request.ts'
import { editSong } from '../src/song-edit/edit-song.ts'
import { bandRootAt, makeBandSong } from '../src/song-edit/testing/make-band-song.ts'
import type { BandSong } from '../src/song-edit/testing/make-band-song.ts'
import { makeContext, makeEditRequest } from '../src/song-edit/testing/make-edit-request.ts'
import { measureSeam } from '../src/song-edit/testing/measure-seam.ts'

const seconds = Number(process.argv[2] ?? 40)
const step = async () => {}
const figures = {
  songs: 0,
  tempo: 0,
  key: 0,
  metre: 0,
  bars: 0,
  roots: 0,
  rootsOfAll: 0,
  edits: 0,
  untouched: 0,
  smooth: 0,
  onBeat: 0,
  covers: 0,
  coverRoots: 0,
  coverRootsOfAll: 0,
}

for (const [index, { name }] of ALL_GENRES.entries()) {
  const song = await composeSong(
    makeSongRequest({ prompt: `a ${name} song`, durationSeconds: seconds, seed: 40 + index }),
    makeContext(),
  )
  const beatsPerBar = ALL_GENRES[index]?.beatsPerBar ?? 4
  const { chords } = readScore(song.score)
  const rootAt = (second: number) =>
    chords.findLast(({ beat }) => beat <= (second * song.bpm) / 60 + 0.01)?.tones[0] ?? null
  await judgeHearing(name, readWav(song.bytes), { bpm: song.bpm, key: song.key, beatsPerBar, firstBar: 0, rootAt })
  if (index % 4 === 0) await judgeEdits(name, song.bytes, song, rootAt)
}

const BANDS: Partial<BandSong>[] = [
  {},
  { bpm: 87.5, tonic: 5, mode: 'major', leadInSeconds: 0 },
  { bpm: 128, tonic: 2, mode: 'minor', leadInSeconds: 0.7 },
  { bpm: 138, tonic: 7, mode: 'major', beatsPerBar: 3, leadInSeconds: 1 },
]
const KEYS = ['A minor', 'F major', 'D minor', 'G major']
for (const [index, band] of BANDS.entries()) {
  const pcm = makeBandSong({ seconds: 30, ...band })
  const fact = {
    bpm: band.bpm ?? 104,
    key: KEYS[index] ?? '',
    beatsPerBar: band.beatsPerBar ?? 4,
    firstBar: band.leadInSeconds ?? 0.31,
    rootAt: (second: number) => bandRootAt(band, second),
  }
  await judgeHearing(`band ${index + 1}`, pcm, fact)
  await judgeEdits(`band ${index + 1}`, (await encodeAudioInSteps(pcm, 'wav', step)).bytes, null, fact.rootAt)
}

print(
  Object.entries(figures)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
)

async function judgeHearing(
  name: string,
  pcm: Pcm,
  fact: { bpm: number; key: string; beatsPerBar: number; firstBar: number; rootAt: RootAt },
): Promise<void> {
  const heard = await listenToSong(pcm, step)
  const barSeconds = (60 * fact.beatsPerBar) / fact.bpm
  const bars = ((heard.lines[0] ?? 0) - fact.firstBar) / barSeconds
  const late = (bars - Math.round(bars)) * barSeconds
  const right = {
    tempo: Math.abs(heard.bpm - fact.bpm) <= 1,
    key: heard.key.name === fact.key,
    metre: heard.beatsPerBar === fact.beatsPerBar,
    bars: Math.abs(late) < 0.05,
  }
  const roots = countRoots(heard, fact.rootAt)
  figures.songs++
  figures.roots += roots.right
  figures.rootsOfAll += roots.all
  for (const what of ['tempo', 'key', 'metre', 'bars'] as const) if (right[what]) figures[what]++
  const wrong = Object.entries(right)
    .filter(([, isRight]) => !isRight)
    .map(([what]) => what)
  print(
    `${name.padEnd(14)} ${fact.bpm} bpm, heard ${heard.bpm.toFixed(2)}; ${fact.key}, heard ${heard.key.name}; ${heard.beatsPerBar} beats; ` +
      `bar lines ${(late * 1000).toFixed(0)} ms late; roots ${roots.right} of ${roots.all}; clarity ${heard.clarity.toFixed(2)} ${wrong.length === 0 ? '' : `WRONG: ${wrong.join(', ')}`}`,
  )
}

async function judgeEdits(name: string, audio: Uint8Array, song: SongResult | null, rootAt: RootAt): Promise<void> {
  const old = readWav(audio)
  const edit = async (wanted: Partial<SongEditRequest> & Pick<SongEditRequest, 'transform'>) => {
    const result = await editSong(makeEditRequest({ audio, score: song?.score ?? null, ...wanted }), makeContext())
    figures.edits++
    return { result, pcm: (await decodeAudio(result.bytes, step)).pcm }
  }
  const crop = 20.4
  const extended = await edit({ transform: 'extend', cropEndAt: crop })
  reportSplice(`${name}: extend`, {
    untouched: countChanges(old, extended.pcm, 0, crop - 0.05),
    seams: [measureSeam(extended.pcm, crop)],
  })
  const inpainted = await edit({ transform: 'inpaint', replaceStartAt: 10, replaceEndAt: 18 })
  const untouched = countChanges(old, inpainted.pcm, 0, 10) + countChanges(old, inpainted.pcm, 18, Infinity)
  reportSplice(`${name}: inpaint`, { untouched, seams: [10, 18].map((at) => measureSeam(inpainted.pcm, at)) })
  const prompt = song?.genre === 'rock' ? 'jazz' : 'rock'
  const [before, after] = [
    await listenToSong(old, step),
    await listenToSong((await edit({ transform: 'cover', prompt })).pcm, step),
  ]
  const beat = 60 / before.bpm
  const late = ((after.lines[0] ?? 0) - (before.lines[0] ?? 0)) / beat
  const lateMs = (late - Math.round(late)) * beat * 1000
  const isOnBeat = Math.abs(after.bpm - before.bpm) <= 1 && Math.abs(lateMs) < 50
  const roots = countRoots(after, rootAt)
  figures.covers++
  figures.coverRoots += roots.right
  figures.coverRootsOfAll += roots.all
  if (isOnBeat) figures.onBeat++
  print(
    `  ${name}: cover as ${prompt}: ${before.bpm.toFixed(2)} -> ${after.bpm.toFixed(2)} bpm, beats ${lateMs.toFixed(0)} ms late, ${before.key.name} -> ${after.key.name}, roots ${roots.right} of ${roots.all}`,
  )
}

/** The pitch class of the chord that truly sounds at a second; null = none. */
type RootAt = (second: number) => number | null

/** Half bars, or bars of three, whose heard root is the true one in their middle. */
function countRoots(heard: HeardSong, rootAt: RootAt): { right: number; all: number } {
  const spans = heard.bars.flatMap((chords, bar) =>
    chords.map(({ root }, index) => {
      const [from, to] = [heard.lines[bar] ?? 0, heard.lines[bar + 1] ?? 0]
      return { root, truth: rootAt(from + ((to - from) * (index + 0.5)) / chords.length) }
    }),
  )
  const known = spans.filter(({ truth }) => truth !== null)
  return { right: known.filter(({ root, truth }) => root === truth).length, all: known.length }
}

/** Samples of both sides that differ between two moments. */
function countChanges(a: Pcm, b: Pcm, from: number, to: number): number {
  let count = 0
  for (const side of [0, 1] as const) {
    const end = Math.min(a.channels[side].length, to * a.sampleRate)
    for (let i = Math.round(from * a.sampleRate); i < end; i++) if (a.channels[side][i] !== b.channels[side][i]) count++
  }
  return count
}

function reportSplice(
  name: string,
  { untouched, seams }: { untouched: number; seams: ReturnType<typeof measureSeam>[] },
): void {
  if (untouched === 0) figures.untouched++
  if (seams.every(({ step, below, above }) => step < 1.2 && below > -6 && above < 6)) figures.smooth++
  const parts = seams.map(
    ({ step, below, above }) => `step ${step.toFixed(2)}, ${below.toFixed(1)} to ${above.toFixed(1)} dB`,
  )
  print(`  ${name}: ${untouched} samples changed outside; seam ${parts.join(' | ')}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
