import { expect, test } from 'vitest'

import { makeSongRequest } from './testing/make-song-request.ts'
import { titleOfSong } from './title-of-song.ts'

const titleOf = (wanted: Parameters<typeof makeSongRequest>[0]) => titleOfSong(makeSongRequest(wanted))

test.each([
  [
    '[Verse]\nA\n[Chorus]\nRow, brother, row to the morning\nRow till dawn\nRow, brother, row to the morning',
    'Row, Brother, Row to the Morning',
  ],
  [
    "[Chorus]\nDance with me till the battery dies\nElectric tears\nDance with me, don't say goodbye\nDance with me till the battery dies",
    'Dance with Me',
  ],
  [
    "[Verse]\nMy dog lies down\n[Chorus]\nGood ol' Blue, he's a friend of mine\nSunday mornin' and feelin' fine",
    "Good Ol' Blue",
  ],
  ['[Hook]\nUp, up, never coming down\nKing of a very small part of town', 'Up, Up, Never Coming Down'],
  ['[Chorus]\nOh, lady of the evening train\nTake me out of the rain', 'Lady of the Evening Train'],
  ['The rain is on the window of a house that nobody remembers now\nAnd I am far', 'The Rain Is on the Window'],
  ['[Chorus]\nHallelujah\nWe sing it\nHallelujah', 'Hallelujah'],
  ['[Verse]\n雨夜的街道', '雨夜的街道'],
])('words %j give their hook as the title', (lyrics, title) => {
  expect(titleOf({ lyrics, prompt: 'slow blues, male voice', instrumental: false })).toBe(title)
})

test('a given title is kept, whatever the words', () => {
  expect(titleOf({ lyrics: '[Chorus]\nHome again', title: ' Mine ' })).toBe('Mine')
})

test.each([
  ['a jazz song about a cat in Paris', 'The Cat in Paris'],
  ['bossa nova on the beach', 'The Beach'],
  ['a song for my grandmother', 'My Grandmother'],
  ['rock song called "Neon Rain"', 'Neon Rain'],
])('the prompt %j names its subject', (prompt, title) => {
  expect(titleOf({ prompt })).toBe(title)
})

test.each([
  'synthwave pop in A minor, female vocal',
  'hip hop in F minor, boom bap, male voice',
  'slow blues in E minor',
  'heavy metal in C# minor, aggressive',
  'country song in D major, cheerful',
  'folk ballad in G major, acoustic guitar, warm',
  'cinematic trailer, strings and brass, tense',
  '808 drums, hi-hats, trap',
  'powerful electric guitar riffs, drums, 140 bpm',
  'upbeat funk with slap bass and horns',
  'Deep house groove with warm pads',
  'female singer, breathy vocals',
  'epic orchestral music with choir',
  'ambient',
  'hip-hop',
  '',
])('words of style never make a title: %j', (prompt) => {
  const style =
    /synthwave|pop|female|vocal|voice|bap|slow|blues|heavy|metal|aggressive|country|cheerful|ballad|guitar|warm|trailer|strings|tense|drums|hats|trap|powerful|upbeat|funk|slap|bass|horns|groove|pads|deep|singer|breathy|epic|choir|ambient|hip/i
  for (const seed of [1, 2, 3]) {
    expect(titleOf({ prompt, seed })).not.toMatch(style)
    expect(titleOf({ prompt, seed })).toMatch(/\p{L}{3}/u)
  }
})
