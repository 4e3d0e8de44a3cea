import { existsSync, readdirSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { busyShare } from './lib/busy-share.ts'
import { OPTIONS_TEXT, readOptions, type Options } from './lib/options.ts'
import { startPinning } from './lib/pin.ts'
import { writeReport, type Report } from './lib/report.ts'

type Bench = (options: Options) => Promise<Report>

/** Loaded when asked for: the peers' packages may still have to be installed. */
const BENCHES: Readonly<Record<string, { meaning: string; load(): Promise<Bench> }>> = {
  create: {
    meaning: 'create over HTTP beside bare enqueues of graphile-worker, pg-boss and BullMQ',
    load: async () => (await import('./benches/create.ts')).benchCreate,
  },
  get: {
    meaning: 'get over HTTP beside a constant answer and one select a request',
    load: async () => (await import('./benches/get.ts')).benchGet,
  },
  life: {
    meaning: 'whole paid lives beside bare no-op jobs of the same peers',
    load: async () => (await import('./benches/life.ts')).benchLife,
  },
  growth: {
    meaning: 'create, get and list at a million stored tasks beside ten thousand',
    load: async () => (await import('./benches/growth.ts')).benchGrowth,
  },
  deliveries: {
    meaning: 'messages to receivers: how many, how soon, and beside slow and dead ones',
    load: async () => (await import('./benches/deliveries.ts')).benchDeliveries,
  },
  idle: {
    meaning: 'what an idle `medley serve` asks of its database',
    load: async () => (await import('./benches/idle.ts')).benchIdle,
  },
  soak: {
    meaning: 'memory, jobs table and claims over many tasks through one process',
    load: async () => (await import('./benches/soak.ts')).benchSoak,
  },
  claim: {
    meaning: 'a claim of 200 out of a million jobs in 100,000 lanes',
    load: async () => (await import('./benches/claim.ts')).benchClaim,
  },
  keys: {
    meaning: 'the same Idempotency-Keys from two processes at once: one task each',
    load: async () => (await import('./benches/keys.ts')).benchKeys,
  },
  held: {
    meaning: 'creates of 99 tenants while a stranger holds the account row of one more',
    load: async () => (await import('./benches/held.ts')).benchHeld,
  },
  fairness: {
    meaning: 'how long one task waits beside 50,000 of a big tenant, and of a hundred',
    load: async () => (await import('./benches/fairness.ts')).benchFairness,
  },
  fleet: {
    meaning: 'two api and two worker processes: a kill -9, and a rolling restart under load',
    load: async () => (await import('./benches/fleet.ts')).benchFleet,
  },
  studio: {
    meaning: 'what reads and the event loop feel of four renders; how soon an abort stops one; memory',
    load: async () => (await import('./benches/studio.ts')).benchStudio,
  },
  profile: {
    meaning: 'what create, get and the whole life spend their processor time on',
    load: async () => (await import('./benches/profile.ts')).benchProfile,
  },
}

const { name, options } = readOptions(process.argv.slice(2))
const bench = BENCHES[name]
if (bench === undefined) {
  const lines = Object.entries(BENCHES).map(([known, { meaning }]) => `  ${known.padEnd(10)} ${meaning}`)
  process.stdout.write(`usage: npm run bench -- NAME [options]\n${lines.join('\n')}\n${OPTIONS_TEXT}`)
  process.exitCode = 2
} else {
  installPeers()
  removeLeftovers()
  const isPinned = startPinning(options.isPinned)
  const busyBefore = await busyShare()
  if (busyBefore > 0.1) {
    process.stderr.write(
      `${(busyBefore * 100).toFixed(0)} % of the machine is in use by others: do not keep these figures\n`,
    )
  }
  const report = await (await bench.load())(options)
  writeReport(report, options, isPinned, busyBefore)
}

/** The peers are installed on their own, so that the product's lockfile carries none of them. */
function installPeers(): void {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  if (existsSync(join(folder, 'node_modules'))) return
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm ci failed in bench/')
}

/** Folders of benches that were killed; their servers ended by themselves. */
function removeLeftovers(): void {
  for (const entry of readdirSync(tmpdir())) {
    const pid = Number(/^medley-bench-(\d+)-/.exec(entry)?.[1])
    if (pid > 0 && !existsSync(`/proc/${pid}`)) rmSync(join(tmpdir(), entry), { recursive: true, force: true })
  }
}
