import { StartupError } from './startup-error.ts'
import type { Clock } from './clock.ts'

export interface DatabaseClock {
  /** Database time, epoch ms, between measurements carried on by the monotonic clock: it never jumps with this machine's. */
  now(): number
  stop(): void
}

const MEASURE_EVERY_MS = 60_000
/** A machine this far off would show clients times that contradict its own logs; better to say so at once. */
const SKEW_MS_MAX = 60_000

/** Measures the database's time now and each minute. Refuses to start when this machine's clock is over a minute off. */
export async function makeDatabaseClock(readTime: () => Promise<number>, clock: Clock): Promise<DatabaseClock> {
  let offset = 0
  async function measure(): Promise<void> {
    const asked = clock.monotonic()
    const time = await readTime()
    // The answer was made somewhere between asking and now.
    offset = time - (asked + clock.monotonic()) / 2
  }
  await measure()
  const skew = Math.abs(clock.monotonic() + offset - clock.now())
  if (skew > SKEW_MS_MAX) {
    const seconds = Math.round(skew / 1000)
    throw new StartupError(
      `This machine's clock and the database's are ${seconds} s apart: set them right (NTP) first.`,
    )
  }
  const timer = setInterval(() => void measure().catch(() => {}), MEASURE_EVERY_MS)
  timer.unref()
  return { now: () => clock.monotonic() + offset, stop: () => clearInterval(timer) }
}
