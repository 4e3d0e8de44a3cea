import { expect, test } from 'vitest'

import { ALL_GENRES, DEFAULT_GENRE } from '../song/all-genres.ts'
import { parseChord } from '../song/chord.ts'
import { makeKey } from '../song/key.ts'
import { fitMetre } from './fit-metre.ts'
import { writeOverBars } from './write-over-bars.ts'

const KEY = makeKey(2, 'major')
/** A bar of eighths: D F# A rest, a held B, and a tone that no scale of D has. */
const BAR = [62, 66, 69, null, 71, 71, 71, 63]

test.each(ALL_GENRES.map(({ name }) => name))('a cover by a %s band plays the tune that it is given', (name) => {
  const genre = fitMetre(ALL_GENRES.find((each) => each.name === name) ?? DEFAULT_GENRE, 4)
  const score = writeOverBars({
    title: 'Tune',
    genre,
    bpm: 100,
    key: KEY,
    bars: [[parseChord('I', KEY)]],
    tune: [...BAR, ...BAR.map((pitch) => pitch && pitch + 24)],
    sections: [{ kind: 'verse', bars: 3, energy: 2, lines: [] }],
    ringSeconds: 2,
    wishes: { leadInstrument: null, hasDrums: true },
    singer: null,
    seed: 'a',
  })
  const [lead, ...others] = score.parts.filter(({ role }) => ['lead', 'harmony', 'solo'].includes(role))
  expect(others).toEqual([])
  const notes = (lead?.notes ?? []).filter(({ beat }) => beat < score.landingBeat)
  // The foreign tone goes to its neighbour; two octaves higher is the same tune.
  expect(notes.map(({ pitch }) => pitch % 12)).toEqual([2, 6, 9, 11, 2, 2, 6, 9, 11, 2])
  expect(notes.map(({ beat }) => Math.floor(beat))).toEqual([0, 0, 1, 2, 3, 4, 4, 5, 6, 7])
  for (const { pitch } of notes) expect(Math.abs(pitch - genre.lead.lowestTonic)).toBeLessThan(26)
})
