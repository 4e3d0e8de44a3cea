import { randomInt, randomUUID } from 'node:crypto'

import { claimReadyJobs } from '../../src/store/claim-jobs.ts'
import { fillJobs } from '../lib/fill-jobs.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import type { Report } from '../lib/report.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const LIMIT = 200

interface Claims {
  name: string
  ms: number[]
  claimed: number
  /** Of how many lanes the jobs of a claim were, at most over all claims. */
  lanes: number
}

/** A claim of 200 out of a million jobs in 100,000 lanes, even and with one lane that has nine tenths. */
export async function benchClaim(options: Options): Promise<Report> {
  const count = options.tasks ?? (options.isQuick ? 20_000 : 1_000_000)
  const lanes = Math.max(1, Math.round(count / 10))
  const rounds = options.isQuick ? 20 : 300
  const even = await claimFrom({ count, lanes, hot: 0 }, rounds, 'even')
  const skewed = await claimFrom({ count, lanes, hot: Math.round(count * 0.9) }, rounds, 'nine tenths of one lane')
  const all = [...even, ...skewed]
  return {
    name: 'claim',
    rows: all.map(({ name, ms, claimed, lanes: seen }) => ({
      subject: name,
      claims: ms.length,
      'jobs a claim': claimed / ms.length,
      'lanes a claim': seen,
      'p50 ms': percentile(ms, 0.5),
      'p99 ms': percentile(ms, 0.99),
    })),
    aims: all
      .filter(({ name }) => name.startsWith('Medley'))
      .map(({ name, ms }) => ({ name: `${name}: p50 ms`, value: percentile(ms, 0.5), aim: 10, atMost: true })),
    remarks: [
      `${count} ready jobs in ${lanes} lanes; a claim reads each job’s task, work and purchase, and commits`,
      'plain FIFO takes the same number of the same rows without fairness, without limits and without reading the tasks',
    ],
  }
}

async function claimFrom(jobs: Parameters<typeof fillJobs>[1], rounds: number, manner: string): Promise<Claims[]> {
  return await withPostgres(async (postgres) => {
    const startedAt = performance.now()
    await fillJobs(postgres, jobs)
    process.stderr.write(`${jobs.count} jobs stored in ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
    return [await claimFairly(postgres, rounds, manner), await claimPlainly(postgres, rounds, manner)]
  })
}

async function claimFairly({ database, execute }: Postgres, rounds: number, manner: string): Promise<Claims> {
  const worker = randomUUID()
  await execute(`insert into workers (id, lease_until, host, pid) values ($1, now() + interval '1 hour', 'bench', 0)`, [
    worker,
  ])
  const [row] = await execute<{ pool: number }>('select pool from jobs limit 1')
  const claims: Claims = { name: `Medley, ${manner}`, ms: [], claimed: 0, lanes: 0 }
  let after = randomInt(1000)
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    const jobs = await claimReadyJobs(database, { pool: row?.pool ?? 0, after, limit: LIMIT, worker })
    claims.ms.push(performance.now() - startedAt)
    claims.claimed += jobs.length
    claims.lanes = Math.max(claims.lanes, new Set(jobs.map((job) => job.lane)).size)
    after = jobs.at(-1)?.lane ?? 0
  }
  return claims
}

async function claimPlainly({ database, execute }: Postgres, rounds: number, manner: string): Promise<Claims> {
  await execute('create index bench_plain on jobs (id) where phase = 1')
  const text = `with pick as materialized (select id from jobs where phase = 1 order by id limit $1 for update skip locked)
    update jobs j set phase = 2, attempt = j.attempt + 1 from pick where j.id = pick.id returning j.id, j.lane`
  const claims: Claims = { name: `plain FIFO, ${manner}`, ms: [], claimed: 0, lanes: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    const jobs = await database.query<{ lane: number }>('claim-plainly', text, [LIMIT])
    claims.ms.push(performance.now() - startedAt)
    claims.claimed += jobs.length
    claims.lanes = Math.max(claims.lanes, new Set(jobs.map((job) => job.lane)).size)
  }
  return claims
}
