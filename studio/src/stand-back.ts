import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/**
 * Gives the calling thread a lower priority, so that whoever shares the cores with it runs first. Linux only, where a priority
 * counts for one thread; elsewhere it would count for the whole process, and nothing happens.
 * @param nice 1 to 19, the more the further back
 */
export function standBack(nice: number): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), nice)
  } catch {
    // A sandbox without /proc, or one that forbids it: renders run as before.
  }
}
