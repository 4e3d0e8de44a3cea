import { cpus } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'

/** Looked at for so long before a bench, milliseconds. */
const LOOK_MS = 3000

/**
 * How much of the machine others use right now, 0 to 1. Not the load average: that still counts the bench that ended a minute ago.
 */
export async function busyShare(): Promise<number> {
  const before = readTimes()
  await delay(LOOK_MS)
  const after = readTimes()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function readTimes(): { idle: number; all: number } {
  const times = cpus().flatMap((cpu) => Object.entries(cpu.times))
  const sum = (entries: [string, number][]): number => entries.reduce((total, [, ms]) => total + ms, 0)
  return { idle: sum(times.filter(([kind]) => kind === 'idle')), all: sum(times) }
}
