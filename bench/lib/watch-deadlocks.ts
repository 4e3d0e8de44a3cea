/** Counts the deadlocks (40P01) that PostgreSQL logs: give `onLine` to `withPostgres`. */
export function watchDeadlocks(): { onLine(line: string): void; count(): number } {
  let count = 0
  return {
    onLine(line) {
      if (line.includes('deadlock detected')) count += 1
    },
    count: () => count,
  }
}
