import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

import { beatra } from '../src/dialects/beatra/dialect.ts'
import { omnapi } from '../src/dialects/omnapi/dialect.ts'
import { piapi } from '../src/dialects/piapi/dialect.ts'
import { makeOwnRoutes } from '../src/gateway.ts'
import { KEY_ROUTES } from '../src/http/key-routes.ts'
import { renderErrorsPage } from './helpers/render-errors-page.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'studio/README.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/decisions'),
]

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(root, folder))
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Where a heading's link leads: lower case, spaces as dashes, no punctuation. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function brokenLinksOf(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, file))) return true
    return anchor !== undefined && !anchorsOf(read(file)).includes(anchor)
  })
}

test.each(PAGES)('every relative link in %s leads somewhere', (page) => {
  expect(brokenLinksOf(page)).toEqual([])
})

test('the page of errors is what the table of errors and the dialects say', async () => {
  await expect(renderErrorsPage()).toMatchFileSnapshot(join(root, 'docs/errors.md'))
})

test('every file and folder that the architecture names exists', () => {
  const page = read('ARCHITECTURE.md')
  const files = [...page.matchAll(/(?<![\w./<>-])[\w.-]+(?:\/[\w.-]+)+\.(?:ts|sql|json|md|mjs)\b/g)].map(
    ([path]) => path,
  )
  const folders = [...page.matchAll(/\bsrc\/[\w-]+(?![\w./-])/g)].map(([path]) => path)
  expect(files.length).toBeGreaterThan(30)
  const missing = [...files, ...folders].filter(
    (path) => !existsSync(join(root, path)) && !existsSync(join(root, 'src', path)),
  )
  expect(missing).toEqual([])
})

test('every SQL function that the architecture names is made by a migration', () => {
  const sql = readdirSync(join(root, 'migrations'))
    .map((name) => read(`migrations/${name}`))
    .join('\n')
  const named = [...read('ARCHITECTURE.md').matchAll(/\b([a-z]+(?:_[a-z]+)+)\(\)/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !sql.includes(`create function ${name}(`))).toEqual([])
})

/** The whole title, as one literal of the source: `%s` and `$name` are part of it. */
function hasTest(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title.replaceAll(quote, `\\${quote}`)}${quote},`))
}

test('every test that the guarantees name exists', () => {
  const claims = [...read('docs/guarantees.md').matchAll(/^(?:- |\|.*\| )`([^`]+\.test\.ts)`: "(.+)"(?: \|)?$/gm)]
  expect(claims.length).toBeGreaterThan(20)
  const missing = claims.filter(
    ([, file = '', name = '']) => !existsSync(join(root, file)) || !hasTest(read(file), name),
  )
  expect(missing.map(([claim]) => claim)).toEqual([])
})

test('the README has the commands that everything starts with', () => {
  expect(read('README.md')).toContain('npm ci && npm start')
  expect(read('README.md')).toContain('npm ci && npm test')
})

test('the README names every route of the three APIs and of our own, and none that is not there', () => {
  const all = [...[omnapi, beatra, piapi].flatMap((dialect) => dialect.routes), ...makeOwnRoutes(), ...KEY_ROUTES]
  const routes = all.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const named = [...read('README.md').matchAll(/`((?:GET|POST|PATCH|DELETE) \/(?:api|v1|account)\/[^`]*)`/g)].map(
    ([, route]) => route,
  )
  expect(named.toSorted()).toEqual(routes.toSorted())
})
