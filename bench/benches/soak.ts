import { runLoad } from '../lib/load.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { makeLives } from '../lib/requests.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { untilNoJobs } from '../lib/until-no-jobs.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

/** The server writes the durations of three statements in ten to its log. */
const SETTINGS = { log_min_duration_sample: '0', log_statement_sample_rate: '0.3' }
/** A claim that finds nothing takes 0.03 ms and is most of them; one that takes anything takes longer than this. */
const EMPTY_CLAIM_MS = 1
const DURATION = /duration: ([\d.]+) ms {2}(?:execute|bind) (claim-[a-z-]+)/
const WINDOWS = 20

/** A stretch of the soak: what had been done at its end and how things stood. */
interface Window {
  tasks: number
  perSecond: number
  rssBytes: number
  jobsBytes: number
  claimMs: number
  claims: number
}

/** Many tasks through one process: memory, the jobs table and claims at the end as at the beginning (DESIGN 9.5). */
export async function benchSoak(options: Options): Promise<Report> {
  const tasks = options.tasks ?? (options.isQuick ? 4000 : 100_000)
  const claims: number[] = []
  const onLine = (line: string): void => {
    const match = DURATION.exec(line)
    if (match?.[2] === 'claim-jobs' && Number(match[1]) > EMPTY_CLAIM_MS) claims.push(Number(match[1]))
  }
  return await withPostgres(
    async (postgres) => {
      const medley = await startMedley('serve', postgres)
      const next = makeLives((await makeOrganisations(postgres.database, 100)).map(({ key }) => key))
      const windows: Window[] = []
      for (let index = 0; index < WINDOWS; index += 1) {
        windows.push(await runWindow({ postgres, medley, next, claims }, options, Math.ceil(tasks / WINDOWS), index))
      }
      await medley.stop()
      const verdict = await verifyMedley(postgres)
      return toReport(windows, `medley verify afterwards: ${verdict}`)
    },
    { settings: SETTINGS, onLine },
  )
}

async function runWindow(
  soak: { postgres: Postgres; medley: Child; next: () => string; claims: number[] },
  options: Options,
  requests: number,
  index: number,
): Promise<Window> {
  const { postgres, medley, next, claims } = soak
  claims.splice(0)
  const startedAt = performance.now()
  await runLoad({ url: medley.said, connections: options.connections, seconds: 0, requests, next })
  await untilNoJobs(postgres)
  const seconds = (performance.now() - startedAt) / 1000
  const [size] = await postgres.execute<{ bytes: number }>(`select pg_total_relation_size('jobs') as bytes`)
  const window = {
    tasks: requests * (index + 1),
    perSecond: requests / seconds,
    rssBytes: medley.rssBytes(),
    jobsBytes: size?.bytes ?? 0,
    claimMs: percentile(claims, 0.5),
    claims: claims.length,
  }
  process.stderr.write(`${window.tasks} tasks, ${Math.round(window.rssBytes / 2 ** 20)} MiB\n`)
  return window
}

function toReport(windows: readonly Window[], verdict: string): Report {
  // The first windows warm up code and caches; what matters is what goes on growing after them.
  const early = windows[Math.floor(WINDOWS / 4) - 1]
  const late = windows.at(-1)
  const ratio = (pick: (window: Window) => number): number =>
    early === undefined || late === undefined ? Number.NaN : pick(late) / pick(early)
  const most = Math.max(...windows.map(({ jobsBytes }) => jobsBytes))
  return {
    name: 'soak',
    rows: windows.map(({ tasks, perSecond, rssBytes, jobsBytes, claimMs, claims }) => ({
      tasks,
      'a second': perSecond,
      'resident MiB': rssBytes / 2 ** 20,
      'jobs table MiB': jobsBytes / 2 ** 20,
      'claim p50 ms': claimMs,
      'claims seen': claims,
    })),
    aims: [
      {
        name: 'resident memory at the end / after a quarter',
        value: ratio((window) => window.rssBytes),
        aim: 1.2,
        atMost: true,
      },
      {
        name: 'claim p50 at the end / after a quarter',
        value: ratio((window) => window.claimMs),
        aim: 1.5,
        atMost: true,
      },
      { name: 'largest jobs table, MiB', value: most / 2 ** 20, aim: 64, atMost: true },
    ],
    remarks: [
      verdict,
      'claim times are the server’s own, of three statements in ten; claims that found nothing are left out',
    ],
  }
}
