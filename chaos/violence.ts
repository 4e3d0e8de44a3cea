import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { readServerFile } from '../src/lib/embedded-postgres/server-process.ts'
import { withBooks } from './books.ts'
import type { Freeze } from './bought.ts'
import type { CuttingProxy } from './cutting-proxy.ts'
import type { Fleet, Role } from './fleet.ts'
import type { LayoutName } from './layouts.ts'
import type { Random } from './random.ts'
import type { Receivers } from './receivers.ts'
import type { Report } from './report.ts'

/** What a violence can lay hands on. */
export interface Scene {
  fleet: Fleet
  /** Whom messages are sent to. */
  receivers: Pick<Receivers, 'fleet'>
  dataDir: string
  /** In front of the gateway: clients and callbacks. */
  door: CuttingProxy
  /** In front of the database, in the layout `apart`. */
  databaseDoor: CuttingProxy
  random: Random
  report: Report
  /** Every freeze so far. */
  freezes: Freeze[]
  /** When the database died without a word, or who owns it did; epoch ms. */
  databaseDeaths: number[]
}

/** One way to harm a running installation; it ends when nothing more is done to it. */
export interface Violence {
  name: string
  /** How often it is chosen against the others of its layout. */
  weight: number
  layouts: readonly LayoutName[]
  run(scene: Scene): Promise<void>
}

const EVERYWHERE = ['serve', 'beside', 'apart'] as const
/** A lease ends after 15 s and its jobs are swept within 2.5 s more (src/worker). */
const LONG_FREEZE_MS = { least: 18_000, most: 40_000 }
const SHORT_FREEZE_MS = { least: 1500, most: 6000 }
const LONG_SHARE = 0.25
/** An attempt may take 15 s. */
const RECEIVER_FREEZE_MS = { least: 1000, most: 20_000 }

export const VIOLENCES: readonly Violence[] = [
  { name: 'kill -9 server', weight: 4, layouts: ['serve', 'beside'], run: kill('serve') },
  { name: 'kill -9 api', weight: 2, layouts: ['apart'], run: kill('api') },
  { name: 'kill -9 worker', weight: 3, layouts: ['beside', 'apart'], run: kill('worker') },
  { name: 'kill -9 database owner', weight: 1, layouts: ['apart'], run: kill('owner') },
  { name: 'kill -9 postmaster', weight: 2, layouts: EVERYWHERE, run: killPostmaster },
  { name: 'kill -9 everything', weight: 2, layouts: EVERYWHERE, run: killEverything },
  { name: 'freeze server', weight: 2, layouts: ['serve', 'beside'], run: freeze('serve') },
  { name: 'freeze worker', weight: 4, layouts: ['beside', 'apart'], run: freeze('worker') },
  { name: 'freeze api', weight: 1, layouts: ['apart'], run: freeze('api') },
  { name: 'terminate database connections', weight: 2, layouts: EVERYWHERE, run: terminateConnections },
  { name: 'cut database connections', weight: 4, layouts: ['apart'], run: cutDatabase },
  { name: 'cut clients and callbacks', weight: 1, layouts: EVERYWHERE, run: cutDoor },
  { name: 'freeze receiver', weight: 2, layouts: EVERYWHERE, run: freezeReceiver },
]

/** Draws one that fits the layout; null = `only` leaves none. */
export function drawViolence(random: Random, layout: LayoutName, only: string): Violence | null {
  const fitting = VIOLENCES.filter((each) => each.layouts.includes(layout) && each.name.includes(only))
  let left = random.next() * fitting.reduce((sum, each) => sum + each.weight, 0)
  for (const each of fitting) {
    left -= each.weight
    if (left < 0) return each
  }
  return null
}

/** Beside whatever else happens in a round: receivers are killed at moments of their own, and come up again by themselves. */
export async function killReceivers({ receivers: { fleet }, report }: Scene, random: Random): Promise<void> {
  const times = random.int(0, 3)
  for (let time = 0; time < times; time += 1) {
    await delay(random.int(100, 3000))
    fleet.kill(anyOf(fleet, random, 'receiver'))
    report.count('receivers killed')
  }
}

function anyOf(fleet: Fleet, random: Random, role: Role): string {
  const [first = '', ...others] = fleet.named(role)
  return random.pick([first, ...others])
}

function kill(role: Role): Violence['run'] {
  return async (scene) => {
    scene.fleet.kill(anyOf(scene.fleet, scene.random, role))
    if (role === 'serve' || role === 'owner') scene.databaseDeaths.push(Date.now())
  }
}

async function killPostmaster({ dataDir, databaseDeaths }: Scene): Promise<void> {
  const pid = readServerFile(join(dataDir, 'postgres'))?.pid
  if (pid === undefined) return
  databaseDeaths.push(Date.now())
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was just ending.
  }
}

/** As when the machine loses its power, but for what the kernel still writes. */
async function killEverything(scene: Scene): Promise<void> {
  const names = scene.fleet.named('owner', 'serve', 'api', 'worker')
  for (const name of names) scene.fleet.kill(name)
  await killPostmaster(scene)
}

function freeze(role: Role): Violence['run'] {
  return async (scene) => {
    const { random, fleet, report, freezes } = scene
    const name = anyOf(fleet, random, role)
    const isLong = random.chance(LONG_SHARE)
    if (isLong) report.count('freezes beyond the lease')
    const { least, most } = isLong ? LONG_FREEZE_MS : SHORT_FREEZE_MS
    const from = Date.now()
    fleet.freeze(name)
    await delay(random.int(least, isLong && random.chance(0.7) ? least + 5000 : most))
    freezes.push({ from, to: Date.now() })
    fleet.thaw(name)
  }
}

async function freezeReceiver({ receivers: { fleet }, random }: Scene): Promise<void> {
  const name = anyOf(fleet, random, 'receiver')
  fleet.freeze(name)
  await delay(random.int(RECEIVER_FREEZE_MS.least, RECEIVER_FREEZE_MS.most))
  fleet.thaw(name)
}

async function terminateConnections({ dataDir, random, report }: Scene): Promise<void> {
  const share = random.next()
  const times = random.int(1, 5)
  for (let time = 0; time < times; time += 1) {
    const [ended] = await withBooks(dataDir, ({ rows }) =>
      rows<{ n: number }>(
        `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
          where pid <> pg_backend_pid() and backend_type = 'client backend' and random() < $1`,
        [share],
      ),
    )
    report.count('database connections terminated', ended?.n ?? 0)
    await delay(random.int(20, 400))
  }
}

async function cutDatabase({ databaseDoor, random, report }: Scene): Promise<void> {
  report.count('database connections cut at a random byte', await databaseDoor.cut(random.int(300, 3000)))
}

async function cutDoor({ door, random, report }: Scene): Promise<void> {
  report.count('client connections cut at a random byte', await door.cut(random.int(500, 2500)))
}
