import { setTimeout as delay } from 'node:timers/promises'

import type { Options } from '../lib/options.ts'
import type { Report } from '../lib/report.ts'
import { startMedley } from '../lib/start-medley.ts'
import { withPostgres } from '../lib/with-postgres.ts'

const STATEMENT = /LOG: {2}(?:execute ([^:]+)|statement): ?(.{0,60})/

/** What an idle `medley serve` asks of its database, by PostgreSQL's own log of statements (DESIGN 9.5). */
export async function benchIdle(options: Options): Promise<Report> {
  const seconds = options.isQuick ? 10 : Math.max(60, options.seconds)
  const counts = new Map<string, number>()
  let isCounting = false
  const onLine = (line: string): void => {
    const match = isCounting ? STATEMENT.exec(line) : null
    if (match === null) return
    const name = match[1] ?? match[2] ?? ''
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return await withPostgres(
    async (postgres) => {
      const medley = await startMedley('serve', postgres)
      await delay(5000)
      isCounting = true
      const cpuBefore = medley.cpuMs()
      await delay(seconds * 1000)
      isCounting = false
      const cpuMs = medley.cpuMs() - cpuBefore
      const rssBytes = medley.rssBytes()
      await medley.stop()
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
      const rows = [...counts]
        .toSorted(([, a], [, b]) => b - a)
        .map(([statement, count]) => ({ statement, 'a second': count / seconds }))
      return {
        name: 'idle',
        rows: [...rows, { statement: 'all', 'a second': total / seconds }],
        aims: [{ name: 'statements a second of an idle process', value: total / seconds, aim: 5, atMost: true }],
        remarks: [
          `over ${seconds} s; ${(cpuMs / seconds / 10).toFixed(2)} % of a core, ${Math.round(rssBytes / 2 ** 20)} MiB resident`,
        ],
      }
    },
    { settings: { log_statement: 'all' }, onLine },
  )
}
