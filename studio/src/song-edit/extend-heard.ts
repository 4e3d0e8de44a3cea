import type { Pcm } from '../audio/pcm.ts'
import type { SongEditRequest, StudioContext } from '../contract.ts'
import type { HeardSong } from '../listen/listen-to-song.ts'
import { parseChord } from '../song/chord.ts'
import type { Chord } from '../song/chord.ts'
import type { Key } from '../song/key.ts'
import { parseLyricSections } from '../song/lyric-sections.ts'
import { lyricsOfScore } from '../song/lyrics-of-score.ts'
import { planForm } from '../song/plan-form.ts'
import { readPrompt } from '../song/read-prompt.ts'
import { chooseHeardGenre } from './choose-genre.ts'
import { chooseSinger } from './choose-singer.ts'
import type { EditedSong } from './edited-song.ts'
import { SECONDS_MAX, planSeconds, toContinuation } from './extend-score.ts'
import { findSpokenEnd } from './find-spoken-end.ts'
import { gridAround } from './grid-around.ts'
import { between, matchLoudness, playOnClock, secondsOf } from './play-on-clock.ts'
import { continueWith } from './splice-sound.ts'
import { titleOfSong } from '../song/title-of-song.ts'
import { writeOverBars } from './write-over-bars.ts'

/** The chords of so many bars before the seam go round in what follows. */
const LOOP_BARS = 8
const LISTEN_BACK_SECONDS = 20
const BREAK_OFF_SECONDS = 0.3

/** Goes on in the heard tempo, bars, key and chords; up to the seam the samples are the old ones. */
export async function extendHeard(
  pcm: Pcm,
  heard: HeardSong,
  request: SongEditRequest,
  context: StudioContext,
): Promise<EditedSong> {
  const asked = readPrompt(request.prompt)
  const genre = chooseHeardGenre(request.prompt, heard)
  const end = findSpokenEnd(pcm)
  const grid = gridAround(
    heard,
    Math.max(0, (request.cropEndAt ?? end) - LISTEN_BACK_SECONDS),
    request.cropEndAt ?? end,
  )
  // A song that dies away ends where it was last loud, on a bar line; one that breaks off goes on right there.
  const seam = request.cropEndAt ?? (secondsOf(pcm) - end < BREAK_OFF_SECONDS ? secondsOf(pcm) : grid.lineBefore(end))
  const start = grid.lineBefore(seam)
  const lyrics = request.lyrics === null ? [] : parseLyricSections(request.lyrics)
  const durationSeconds = planSeconds(lyrics, SECONDS_MAX - start)
  const { beatsPerBar } = heard
  const form = planForm({ durationSeconds, bpm: grid.bpm, beatsPerBar, lyrics })
  const sections = form.sections.map(toContinuation)
  const barsBefore = sections.reduce((sum, section) => sum + section.bars, 0) - 1
  const title = titleOfSong(request)
  const score = writeOverBars({
    title,
    genre,
    bpm: grid.bpm,
    key: heard.key,
    bars: goRound(grid.chordsFrom(start - LOOP_BARS * grid.barSeconds, LOOP_BARS), barsBefore, heard.key),
    tune: null,
    sections,
    ringSeconds: durationSeconds - barsBefore * grid.barSeconds,
    wishes: { leadInstrument: asked.lead, hasDrums: asked.hasDrums },
    singer: lyrics.length === 0 ? null : (asked.singer ?? chooseSinger(request.seed)),
    seed: `${request.seed}\u0000${request.prompt}`,
  })
  const added = await playOnClock(score, { second: start, sampleRate: pcm.sampleRate, stemFormat: null }, context)
  matchLoudness(added.pcm, { from: seam, to: start + durationSeconds }, between(pcm, Math.max(0, seam - 30), seam))
  const old = heard.sections.map(({ name, firstBar }) => ({ name, startSeconds: heard.lines[firstBar] ?? 0 }))
  const fresh = score.sections.map(({ name, beat }) => ({
    name,
    startSeconds: Math.max(seam, start + (beat * 60) / score.bpm),
  }))
  return {
    pcm: continueWith(pcm, added.pcm, seam),
    score: null,
    lyrics: lyricsOfScore(score),
    words: added.words,
    stems: [],
    bpm: heard.bpm,
    key: heard.key.name,
    title,
    genre: genre.name,
    sections: [...old.filter(({ startSeconds }) => startSeconds < seam - 1), ...fresh],
  }
}

/** The same chords again and again, and the dominant before the end. */
function goRound(bars: Chord[][], count: number, key: Key): Chord[][] {
  const all = Array.from({ length: count }, (_, bar) => bars[bar % bars.length] ?? [])
  if (count > 1) all[count - 1] = [parseChord('V', key)]
  return all
}
