import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

import catalogueFile from '../catalogue/models.json' with { type: 'json' }
import { colourWords } from '../studio/src/image/prompt/plain-words.ts'
import { moods } from '../studio/src/image/prompt/moods.ts'
import { places } from '../studio/src/image/places/places.ts'
import { times } from '../studio/src/image/sky/times.ts'
import { styles } from '../studio/src/image/styles/styles.ts'
import { weathers } from '../studio/src/image/weathers/weathers.ts'
import { latheForms } from '../studio/src/model3d/lathe-forms.ts'
import { SINGERS } from '../studio/src/singing/singers.ts'
import { ALL_GENRES } from '../studio/src/song/all-genres.ts'
import { cameras } from '../studio/src/video/camera.ts'
import { DIALECTS } from '../src/gateway.ts'
import { requestTables, tablesOf, type Field } from './helpers/request-tables.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/requests.md', import.meta.url)), 'utf8')
const shown = tablesOf(page)
const taken = requestTables()

const byName = (fields: readonly Field[]) => Object.fromEntries(fields.map((field) => [field.name, field]))

test.each([...taken])(
  'the page of requests has every field of %s, as its parser takes it, and no other',
  (heading, fields) => {
    const rows = byName(shown.get(heading) ?? [])
    expect(Object.keys(rows).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
    for (const { name, type, isRequired } of fields) {
      // What a schema leaves open, as where a file is read by hand, the page says in its own words.
      const open = type.endsWith('anything') ? type.slice(0, -'anything'.length) : null
      const said = rows[name]?.type
      expect([name, open === null ? said : said?.slice(0, open.length)]).toEqual([name, open ?? type])
      expect([name, rows[name]?.isRequired]).toEqual([name, isRequired])
    }
  },
)

test('every table of the page of requests is held against a parser', () => {
  expect([...shown.keys()]).toEqual([...taken.keys()])
})

test('the page of requests has every route that makes a task, every feature, and every pair of PiAPI', () => {
  const routes = Object.values(DIALECTS).flatMap(({ routes: all }) => all.filter(({ kind }) => kind === 'create'))
  const names = [
    ...routes.map(({ method, path }) => `${method} ${path}`),
    ...catalogueFile.features.map(({ code }) => code).filter((code) => code !== 'transcribe-audio'),
    ...catalogueFile.models.flatMap(({ piapi }) => piapi).flatMap(({ model, taskType }) => [model, taskType]),
  ].filter((name) => !SIMULATED.test(name))
  expect(names.length).toBeGreaterThan(60)
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

/** Told of together. */
const SIMULATED = /^sim\/|^chat$/

test.each([
  ['genres', ALL_GENRES.map(({ names }) => names[0] ?? '')],
  ['singers', Object.keys(SINGERS)],
  ['places', Object.keys(places)],
  ['times', Object.keys(times)],
  ['weathers', Object.keys(weathers)],
  ['manners', Object.keys(styles)],
  ['moods of pictures', Object.keys(moods)],
  ['colours', Object.keys(colourWords).filter((word) => !['golden', 'gray'].includes(word))],
  ['movements of the camera', Object.keys(cameras)],
  ['turned forms', latheForms.map(({ words }) => words[0] ?? '')],
])('the page of requests names all %s that the studio knows', (_, words) => {
  const said = page.slice(page.indexOf('## What a prompt can say'))
  expect(words.length).toBeGreaterThan(3)
  expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(said))).toEqual([])
})
