import { expect, test } from 'vitest'

import { ALL_GENRES } from '../all-genres.ts'
import { readWav } from '../../audio/testing/read-wav.ts'
import { composeSong } from '../compose-song.ts'
import { readScore } from '../read-score.ts'
import { makeContext, makeSongRequest } from '../testing/make-song-request.ts'
import { measureLoudness } from './measure-loudness.ts'

const LYRICS =
  '[Verse]\nThe rain is on the window\nAnd I am far from home\n\n[Chorus]\nCarry me over the water\nCarry me over the sea'

test.each(ALL_GENRES.map(({ name }) => name))(
  'a chorus of %s is louder than a verse, but not by a jump',
  async (prompt) => {
    const song = await composeSong(
      makeSongRequest({ prompt, lyrics: LYRICS, instrumental: false, durationSeconds: 30, bpm: 110, seed: 4 }),
      makeContext(),
    )
    const { sampleRate, channels } = readWav(song.bytes)
    const score = readScore(song.score)
    const [verse, chorus] = ['verse', 'chorus'].map((kind) => {
      const section = score.sections.find((one) => one.kind === kind)
      const [start, end] = [section?.beat ?? 0, (section?.beat ?? 0) + (section?.beats ?? 0)].map((beat) =>
        Math.round(((Math.min(beat, score.landingBeat) * 60) / score.bpm) * sampleRate),
      )
      return measureLoudness({
        sampleRate,
        channels: [channels[0].subarray(start, end), channels[1].subarray(start, end)],
      })
    })
    const louder = (chorus ?? 0) - (verse ?? 0)
    expect(louder).toBeGreaterThan(1)
    expect(louder).toBeLessThan(4)
  },
)
