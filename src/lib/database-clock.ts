import { StartupError } from './startup-error.ts'
import type { Clock } from './clock.ts'

export interface DatabaseClock {
  /** Database time, epoch ms, between measurements carried on by the monotonic clock: it never jumps with this machine's. */
  now(): number
  stop(): void
}

const MEASURE_EVERY_MS = 60_000
/** The answer was made at some moment while we waited for it: from a long wait there is little to learn. */
const WAIT_MS_MAX = 1000
/** So many at the start, where something has to be known. */
const TRIES = 5
/** A machine this far off would show clients times that contradict its own logs; better to say so at once. */
const SKEW_MS_MAX = 60_000

/** Measures the database's time now and each minute, leaving out what took over a second where it can. Refuses to start when this machine's clock is over a minute off. */
export async function makeDatabaseClock(readTime: () => Promise<number>, clock: Clock): Promise<DatabaseClock> {
  async function measure(): Promise<{ offset: number; waited: number }> {
    const asked = clock.monotonic()
    const time = await readTime()
    const answered = clock.monotonic()
    return { offset: time - (asked + answered) / 2, waited: answered - asked }
  }
  let best = await measure()
  for (let tries = 1; tries < TRIES && best.waited > WAIT_MS_MAX; tries += 1) {
    const next = await measure()
    if (next.waited < best.waited) best = next
  }
  let { offset } = best
  async function measureAgain(): Promise<void> {
    const next = await measure()
    if (next.waited <= WAIT_MS_MAX) offset = next.offset
  }
  const skew = Math.abs(clock.monotonic() + offset - clock.now())
  if (skew > SKEW_MS_MAX) {
    const seconds = Math.round(skew / 1000)
    throw new StartupError(
      `This machine's clock and the database's are ${seconds} s apart: set them right (NTP) first.`,
    )
  }
  const timer = setInterval(() => void measureAgain().catch(() => {}), MEASURE_EVERY_MS)
  timer.unref()
  return { now: () => clock.monotonic() + offset, stop: () => clearInterval(timer) }
}
