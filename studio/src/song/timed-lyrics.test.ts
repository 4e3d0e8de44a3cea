import { expect, test } from 'vitest'

import { readScore } from './read-score.ts'
import type { Score } from './score.ts'
import { makeSongRequest } from './testing/make-song-request.ts'
import { withoutTimes } from './lrc.ts'
import { writeScore } from './write-score.ts'

const LINES: [number, string][] = [
  [5, 'Neon rain on the window pane'],
  [9.4, 'I call your number again'],
  [14, 'Dance with me till the battery dies'],
  [18.2, 'Electric tears in your eyes'],
  [40, 'One more song, one more song'],
]
const LRC = LINES.map(([seconds, text]) => `[${stamp(seconds)}]${text}`).join('\n')

test.each(['rock', 'hip hop', 'waltz', 'slow folk', 'bossa nova'])(
  'timed lines of a %s song begin at their times, to the beat',
  (prompt) => {
    for (const marks of [LRC, LRC.replace('[00:14', '[Chorus]\n[00:14')]) {
      const score = writeScore(makeSongRequest({ prompt, lyrics: marks, instrumental: false, durationSeconds: 60 }))
      const begun = startsOf(score)
      expect(begun.map(([, text]) => text)).toEqual(LINES.map(([, text]) => text))
      for (const [index, [seconds]] of begun.entries()) {
        expect(Math.abs(seconds - (LINES[index]?.[0] ?? 0))).toBeLessThanOrEqual(60 / score.bpm)
      }
    }
  },
)

test('marks name the sections of timed lines, and long pauses are played', () => {
  const lyrics = `[ti:Rain]\n[00:05.00]One for the road\n[Chorus]\n[00:10.00]Two for the rain\n[Bridge]\n[00:40.00]Three for the sun`
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 60, bpm: 120 }))
  expect(score.sections.map(({ kind }) => kind)).toEqual(['intro', 'verse', 'chorus', 'solo', 'bridge', 'outro'])
  expect(score.title).toBe('Two for the Rain')
})

test('a line of two times is sung at both', () => {
  const lyrics = '[00:04.00][00:20.00]Row to the morning\n[00:08.00]Row till dawn'
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 40 }))
  expect(startsOf(score).map(([, text]) => text)).toEqual(['Row to the morning', 'Row till dawn', 'Row to the morning'])
})

test('times past the end, all at once or in no order leave a song that can be played', () => {
  const lyrics = '[00:30.00]Late\n[00:01.00]First\n[00:01.00]Second\n[00:01.10]Third\n[59:00.00]Never\nNot timed'
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 40 }))
  expect(startsOf(score).map(([, text]) => text)).toEqual(['First', 'Second', 'Third', 'Late'])
  const never = writeScore(makeSongRequest({ lyrics: '[59:00.00]Never', instrumental: false, durationSeconds: 10 }))
  expect(startsOf(never).map(([, text]) => text)).toEqual(['Never'])
})

test('a line without a time follows the one before it', () => {
  const lyrics = '[00:04.00]Row to the morning\nRow till dawn\n[00:20.00]Home'
  const score = writeScore(makeSongRequest({ lyrics, instrumental: false, durationSeconds: 40 }))
  const second = startsOf(score)[1]?.[0] ?? 0
  expect(second).toBeGreaterThan(5)
  expect(second).toBeLessThan(8)
})

test('the times survive in the score', () => {
  const score = writeScore(makeSongRequest({ lyrics: LRC, instrumental: false, durationSeconds: 60 }))
  expect(readScore(JSON.stringify(score))).toEqual(score)
  expect(score.sections.some(({ lineBeats }) => lineBeats !== null)).toBe(true)
})

test('words are said without what LRC adds to them', () => {
  expect(withoutTimes('[ti:Rain]\n[00:05.00] <00:05.00> Neon <00:05.40> rain\n[Chorus]\nla')).toBe(
    'Neon rain\n[Chorus]\nla',
  )
})

function startsOf({ vocals, bpm }: Score): [number, string][] {
  return (vocals?.lines ?? []).map(({ words }) => [
    ((words[0]?.notes[0]?.beat ?? 0) * 60) / bpm,
    words.map(({ text }) => text).join(' '),
  ])
}

function stamp(seconds: number): string {
  return `00:${seconds.toFixed(2).padStart(5, '0')}`
}
