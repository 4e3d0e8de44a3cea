import { expect, it } from 'vitest'
import { findTitle } from './find-title.ts'

it.each([
  ["poster titled 'Night Market': red lanterns", 'Night Market'],
  ['poster titled Night Market, red lanterns', 'Night Market'],
  ['a castle with the text "Don\'t Stop" at dusk', "Don't Stop"],
  ['album cover "Blue Hours", rain', 'Blue Hours'],
  ['a poster saying “Ночной рынок”', 'Ночной рынок'],
  ["the dog's house and the cat's chair", null],
  ['a fox and an owl', null],
  ['a "happy" dog', null],
])('%s', (prompt, title) => {
  expect(findTitle(prompt).title).toBe(title)
})

it('takes the title out of what is painted', () => {
  const { rest } = findTitle("poster titled 'Night Market': red lanterns over a street")
  expect(rest).not.toContain('Night')
  expect(rest).toContain('red lanterns')
})

it('is quick with hostile quotes', () => {
  expect(findTitle('titled "'.repeat(500)).title).not.toBe('')
  expect(findTitle(`poster ${"'".repeat(4000)}`).rest.length).toBeGreaterThan(0)
})
