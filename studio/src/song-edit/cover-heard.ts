import type { Pcm } from '../audio/pcm.ts'
import type { SongEditRequest, StudioContext } from '../contract.ts'
import type { HeardSong } from '../listen/listen-to-song.ts'
import type { FormSection } from '../song/plan-form.ts'
import { readPrompt } from '../song/read-prompt.ts'
import { chooseCoverGenre } from './choose-genre.ts'
import type { EditedSong } from './edited-song.ts'
import { fitMetre } from './fit-metre.ts'
import { playOnClock, secondsOf } from './play-on-clock.ts'
import { titleOfSong } from '../song/title-of-song.ts'
import { writeOverBars } from './write-over-bars.ts'

/** The last chord has this long to ring. */
const RING_SECONDS_MIN = 1.5
/** A song that begins this near to a bar line begins on it. */
const LEAD_IN_MIN = 0.06
const SECTION_BARS_MAX = 8

/**
 * The heard song played by another band: on its own bar lines to the hundredth of a second, as long as it, over its chords (of
 * which about nine of ten are heard right), calm and loud where it is. The tune is what stands out in the recording, on halves
 * of beats: about seven of ten notes are right, fewer under distorted guitars; the words are not sung.
 */
export async function coverHeard(
  pcm: Pcm,
  heard: HeardSong,
  request: SongEditRequest,
  context: StudioContext,
): Promise<EditedSong> {
  const asked = readPrompt(request.prompt)
  const genre = fitMetre(chooseCoverGenre(request.prompt, { seed: request.seed, except: null }), heard.beatsPerBar)
  const seconds = secondsOf(pcm)
  const first = heard.lines[0] ?? 0
  const barSeconds = (60 * heard.beatsPerBar) / heard.bpm
  // A song that begins within a bar begins within one here too.
  const leadIn = first > LEAD_IN_MIN ? 1 : 0
  const barsBefore = Math.max(1, leadIn + Math.floor((seconds - RING_SECONDS_MIN - first) / barSeconds))
  const start = first - leadIn * barSeconds
  const title = titleOfSong(request)
  const score = writeOverBars({
    title,
    genre,
    bpm: heard.bpm,
    key: heard.key,
    bars: [...heard.bars.slice(0, leadIn), ...heard.bars],
    tune: [...Array.from({ length: leadIn * heard.beatsPerBar * 2 }, () => null), ...heard.melody],
    sections: shapeSections(heard, { leadIn, barsBefore }),
    ringSeconds: seconds - start - barsBefore * barSeconds,
    wishes: { leadInstrument: asked.lead, hasDrums: asked.hasDrums },
    singer: null,
    seed: `${request.seed}\u0000${request.prompt}`,
  })
  const stemFormat = request.withStems && leadIn === 0 ? request.format : null
  const played = await playOnClock(score, { second: start, sampleRate: 44_100, stemFormat }, context)
  fadeIn(played.pcm)
  return {
    pcm: played.pcm,
    score: null,
    lyrics: null,
    words: [],
    stems: played.stems,
    bpm: heard.bpm,
    key: heard.key.name,
    title,
    genre: genre.name,
    sections: heard.sections.map(({ name, firstBar }) => ({ name, startSeconds: heard.lines[firstBar] ?? 0 })),
  }
}

/** Sections of eight bars at most, loud ones as choruses; a song that is always as loud gets verses and choruses in turn. */
function shapeSections(
  heard: HeardSong,
  { leadIn, barsBefore }: { leadIn: number; barsBefore: number },
): FormSection[] {
  const isEven = new Set(heard.sections.map((section) => section.energy)).size === 1
  const pieces = heard.sections.flatMap(({ bars, energy }, index) => {
    const all = index === 0 ? bars + leadIn : bars
    return Array.from({ length: Math.ceil(all / SECTION_BARS_MAX) }, (_, piece) => ({
      bars: Math.min(SECTION_BARS_MAX, all - piece * SECTION_BARS_MAX),
      energy: isEven ? 2 + (piece % 2) : energy,
    }))
  })
  const sections: FormSection[] = []
  let left = barsBefore
  for (const { bars, energy } of pieces) {
    if (left <= 0) break
    const taken = Math.min(bars, left)
    left -= taken
    sections.push({ kind: energy >= 3 ? 'chorus' : energy === 2 ? 'verse' : 'bridge', bars: taken, energy, lines: [] })
  }
  const last = sections.pop() ?? { kind: 'chorus', bars: 0, energy: 3, lines: [] }
  return [...sections, { ...last, bars: last.bars + left + 1 }]
}

function fadeIn({ sampleRate, channels }: Pcm): void {
  const length = Math.round(0.005 * sampleRate)
  for (const channel of channels) for (let i = 0; i < length; i++) channel[i] = ((channel[i] ?? 0) * i) / length
}
