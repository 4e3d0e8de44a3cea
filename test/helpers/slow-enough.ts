/**
 * For what is seen only while work of so many milliseconds goes on: a busy machine may pass over it (null), and then gets longer
 * work. What is never seen is an error.
 */
export async function slowEnough<T>(look: (ms: number) => Promise<T | null>): Promise<T> {
  for (const ms of [2500, 10_000, 40_000]) {
    const seen = await look(ms)
    if (seen !== null) return seen
  }
  throw new Error('it was not seen while the work went on, however long that was')
}
