import { until } from './start-medley.ts'

const DAY_MS = 86_400_000
const NEAR_MS = 120_000

/** For what is counted by the UTC day: shortly before its end a test waits for the next one. */
export async function farFromMidnight(): Promise<void> {
  await until(async () => (DAY_MS - (Date.now() % DAY_MS) > NEAR_MS ? true : null), 2 * NEAR_MS)
}
