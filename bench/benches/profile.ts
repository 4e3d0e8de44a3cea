import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { runLoad } from '../lib/load.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import { readProfile } from '../lib/read-profile.ts'
import type { Report, Row } from '../lib/report.ts'
import { makeCreates, makeLives, makeReads } from '../lib/requests.ts'
import { startMedley } from '../lib/start-medley.ts'
import { untilNoJobs } from '../lib/until-no-jobs.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const FOLDER = fileURLToPath(new URL('../profiles/', import.meta.url))
const LINES = 25

/** What create, get and the whole life spend the server's processor time on: V8 profiles of real processes under load. */
export async function benchProfile(options: Options): Promise<Report> {
  mkdirSync(FOLDER, { recursive: true })
  const rows = [
    ...(await profile('create', 'api', options, async (_postgres, keys) => makeCreates(keys, true))),
    ...(await profile('get', 'api', options, prepareReads)),
    ...(await profile('life', 'serve', options, async (_postgres, keys) => makeLives(keys))),
  ]
  const remarks = [`the profiles are in ${FOLDER}: load them in a browser's developer tools`]
  return { name: 'profile', rows, aims: [], remarks }
}

type Prepare = (postgres: Postgres, keys: readonly string[], url: string) => Promise<() => string>

async function profile(name: string, role: 'api' | 'serve', options: Options, prepare: Prepare): Promise<Row[]> {
  const folder = mkdtempSync(join(FOLDER, `${name}-`))
  const skipMs = await withPostgres(async (postgres) => {
    const startedAt = performance.now()
    const nodeArgs = ['--cpu-prof', '--cpu-prof-interval', '500', `--cpu-prof-dir=${folder}`]
    const medley = await startMedley(role, postgres, { nodeArgs })
    const keys = (await makeOrganisations(postgres.database, 100)).map(({ key }) => key)
    const next = await prepare(postgres, keys, medley.said)
    const { connections, seconds } = options
    // A second for the compiler to get warm is left out as well.
    const loadAt = performance.now() - startedAt + 1000
    await runLoad({ url: medley.said, connections, seconds: seconds * 3, next })
    if (role === 'serve') await untilNoJobs(postgres)
    await medley.stop()
    return loadAt
  })
  const { functions, packages } = readProfile(folder, skipMs)
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  return [
    ...packages.slice(0, LINES).map(({ what, share }) => ({ path: name, by: 'package', what, share: percent(share) })),
    ...functions
      .slice(0, LINES)
      .map(({ what, share }) => ({ path: name, by: 'function', what, share: percent(share) })),
  ]
}

async function prepareReads(_postgres: Postgres, keys: readonly string[], url: string): Promise<() => string> {
  const tasks: { id: string; key: string }[] = []
  const [key = ''] = keys
  const onBody = (body: string): void => {
    const answer: { task_id: string } = JSON.parse(body)
    tasks.push({ id: answer.task_id, key })
  }
  await runLoad({ url, connections: 16, seconds: 0, requests: 1000, next: makeCreates([key]), onBody })
  return makeReads(tasks)
}
