import { ALL_GENRES } from '../song/all-genres.ts'
import type { Genre, Mix } from '../song/genre.ts'
import { INSTRUMENTS, KITS } from '../song/instruments.ts'
import type { Instrument } from '../song/instruments.ts'
import { makeRandom } from '../song/random.ts'
import { readPrompt } from '../song/read-prompt.ts'
import type { Part, Score } from '../song/score.ts'
import { findNamedGenre } from './find-named-genre.ts'

/** The same notes by others: the named genre's instruments, the lead that the prompt asks for, or any that play such a part elsewhere. */
export function swapSound(score: Score, { prompt, seed }: { prompt: string; seed: number }): Score {
  const named = findNamedGenre(prompt)
  const genres = named === null ? ALL_GENRES.filter((genre) => genre.name !== score.genre) : [named]
  const { lead } = readPrompt(prompt)
  const parts = score.parts.map((part, index) => {
    const random = makeRandom(
      seed,
      prompt,
      part.role === 'harmony' ? 'lead' : part.role,
      part.role === 'harmony' ? 0 : index,
    )
    if (part.isDrums) {
      const kits = genres
        .flatMap(({ drums }) => (drums === null ? [] : [KITS[drums.kit]]))
        .filter((kit) => kit !== part.program)
      return kits.length === 0 ? part : { ...part, program: random.pick(kits) }
    }
    const players = genres
      .flatMap((genre) => playersOf(genre, part.role))
      .filter(({ program }) => program !== part.program)
    const player = players.length === 0 ? null : random.pick(players)
    const isLead = part.role === 'lead' || part.role === 'harmony'
    const instrument = isLead && lead !== null ? lead : player?.instrument
    return instrument === undefined ? part : playedBy(part, instrument, player?.mix ?? null)
  })
  return {
    ...score,
    parts,
    lowPassHz: named === null ? score.lowPassHz : named.lowPassHz,
    wishes: { ...score.wishes, leadInstrument: lead ?? score.wishes.leadInstrument },
  }
}

interface Player {
  instrument: Instrument
  program: number
  mix: Mix
}

/** Who plays such a part in a genre. */
function playersOf(genre: Genre, role: Part['role']): Player[] {
  const plans = plansOf(genre, role)
  return plans.flatMap(({ instruments, mix }) =>
    instruments.map((instrument) => ({ instrument, program: INSTRUMENTS[instrument].program, mix })),
  )
}

function plansOf(genre: Genre, role: Part['role']): { instruments: Instrument[]; mix: Mix }[] {
  switch (role) {
    case 'lead':
    case 'harmony':
      return [genre.lead]
    case 'solo':
      return [genre.solo ?? genre.lead]
    case 'bass':
      return [genre.bass]
    case 'comp':
    case 'arpeggio':
    case 'pad':
      return genre.chordParts.filter((plan) => plan.role === role)
    case 'drums':
      return []
  }
}

/** As loud as the one before, which the genre's own mix set. */
function playedBy(part: Part, instrument: Instrument, mix: Mix | null): Part {
  const { program } = INSTRUMENTS[instrument]
  const before =
    Object.values(INSTRUMENTS).find((each) => each.program === part.program)?.loudness ??
    INSTRUMENTS[instrument].loudness
  const same = part.volume * 10 ** ((before - INSTRUMENTS[instrument].loudness) / 40)
  const volume = Math.max(1, Math.min(127, Math.round(same)))
  return { ...part, program, volume, reverb: mix?.reverb ?? part.reverb, chorus: mix?.chorus ?? part.chorus }
}
