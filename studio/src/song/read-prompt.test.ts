import { expect, test } from 'vitest'

import { readPrompt } from './read-prompt.ts'

test.each([
  ['a rainy night jazz tune', 'jazz'],
  ['upbeat indie rock about summer', 'rock'],
  ['lo-fi beats to study to', 'lofi'],
  ['melodic techno with strings', 'electronic'],
  ['epic battle music', 'orchestral'],
  ['beach bossa nova', 'bossa nova'],
  ['boom bap hip hop', 'hip-hop'],
  ['一首摇滚歌曲', 'rock'],
  ['something nobody has a word for', 'pop'],
])('"%s" is %s', (prompt, genre) => {
  expect(readPrompt(prompt).genre.name).toBe(genre)
})

test.each([
  ['126 bpm', 126],
  ['fast, 174BPM!', 174],
  ['tempo 90', 90],
  ['at 126.', null],
  ['1200 bpm', null],
  ['12 bpm', null],
])('"%s" has the tempo %s', (prompt, bpm) => {
  expect(readPrompt(prompt).bpm).toBe(bpm)
})

test('feelings decide between major and minor, and how fast', () => {
  expect(readPrompt('a joyful song').mode).toBe('major')
  expect(readPrompt('a sad and lonely song').mode).toBe('minor')
  expect(readPrompt('an energetic song').energy).toBeGreaterThan(readPrompt('a calm song').energy)
})

test('instruments and their absence are heard', () => {
  expect(readPrompt('ballad with a violin').lead).toBe('violin')
  expect(readPrompt('ambient without drums').hasDrums).toBe(false)
})
