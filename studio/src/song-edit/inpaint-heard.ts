import type { Pcm } from '../audio/pcm.ts'
import type { SongEditRequest, StudioContext } from '../contract.ts'
import type { HeardSong } from '../listen/listen-to-song.ts'
import { parseLyricSections } from '../song/lyric-sections.ts'
import { lyricsOfScore } from '../song/lyrics-of-score.ts'
import { readPrompt } from '../song/read-prompt.ts'
import { chooseHeardGenre } from './choose-genre.ts'
import { chooseSinger } from './choose-singer.ts'
import type { EditedSong } from './edited-song.ts'
import { gridAround } from './grid-around.ts'
import { between, matchLoudness, playOnClock, secondsOf } from './play-on-clock.ts'
import { fillWindow } from './splice-sound.ts'
import { titleOfSong } from '../song/title-of-song.ts'
import { writeOverBars } from './write-over-bars.ts'

/** How far around the window the song is listened to for how loud it is. */
const AROUND_SECONDS = 12

/** New music between two moments on the song's own bars, chords and loudness; outside the window the samples are the old ones. */
export async function inpaintHeard(
  pcm: Pcm,
  heard: HeardSong,
  request: SongEditRequest & { window: { from: number; to: number } },
  context: StudioContext,
): Promise<EditedSong> {
  const { from, to } = request.window
  const asked = readPrompt(request.prompt)
  const genre = chooseHeardGenre(request.prompt, heard)
  const grid = gridAround(heard, from, to)
  const start = grid.lineBefore(from)
  const bars = Math.max(1, Math.ceil((to - start) / grid.barSeconds))
  const energy =
    heard.sections.findLast((section) => (heard.lines[section.firstBar] ?? 0) <= from + grid.barSeconds / 2)?.energy ??
    2
  const lines = parseLyricSections(request.lyrics ?? '').flatMap((section) => section.lines)
  const title = titleOfSong(request)
  const score = writeOverBars({
    title,
    genre,
    bpm: grid.bpm,
    key: heard.key,
    bars: grid.chordsFrom(start, bars),
    tune: null,
    // The landing lies behind the window, where nobody hears it.
    sections: [{ kind: energy >= 3 ? 'chorus' : 'verse', bars: bars + 1, energy: Math.max(2, energy), lines }],
    ringSeconds: 2,
    wishes: { leadInstrument: asked.lead, hasDrums: asked.hasDrums },
    singer: lines.length === 0 ? null : (asked.singer ?? chooseSinger(request.seed)),
    seed: `${request.seed}\u0000${request.prompt}`,
  })
  const added = await playOnClock(score, { second: start, sampleRate: pcm.sampleRate, stemFormat: null }, context)
  matchLoudness(added.pcm, { from, to }, around(pcm, from, to))
  return {
    pcm: fillWindow(pcm, added.pcm, { from, to }),
    score: null,
    lyrics: lyricsOfScore(score),
    words: added.words.filter((word) => word.startSeconds >= from && word.endSeconds <= to),
    stems: [],
    bpm: heard.bpm,
    key: heard.key.name,
    title,
    genre: genre.name,
    sections: heard.sections.map(({ name, firstBar }) => ({ name, startSeconds: heard.lines[firstBar] ?? 0 })),
  }
}

/** What comes before and after the window, or the window itself where it is the whole song. */
function around(pcm: Pcm, from: number, to: number): Pcm {
  const before = between(pcm, from - AROUND_SECONDS, from)
  const after = between(pcm, to, Math.min(secondsOf(pcm), to + AROUND_SECONDS))
  if (secondsOf(before) + secondsOf(after) < 1) return between(pcm, from, to)
  const join = (a: Float32Array, b: Float32Array) => {
    const joined = new Float32Array(a.length + b.length)
    joined.set(a)
    joined.set(b, a.length)
    return joined
  }
  const [left, right] = [join(before.channels[0], after.channels[0]), join(before.channels[1], after.channels[1])]
  return { sampleRate: pcm.sampleRate, channels: [left, right] }
}
