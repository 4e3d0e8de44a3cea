import { parseArgs } from 'node:util'

/** What a person says behind `npm run bench -- <name>`. */
export interface Options {
  /** Seconds of one measurement. */
  seconds: number
  /** Each figure is the median of this many. */
  rounds: number
  connections: number
  /** How many tasks or jobs; null = the bench's own number. */
  tasks: number | null
  /** Small numbers to see that it works: its figures mean nothing and are kept apart. */
  isQuick: boolean
  isPinned: boolean
}

export const OPTIONS_TEXT = `  --seconds N      seconds of one measurement (5)
  --rounds N       each figure is the median of this many (3)
  --connections N  of the load generator (64)
  --tasks N        how many tasks or jobs, where a bench counts them
  --quick          small numbers, to see that it works; written to results/quick
  --no-pin         leave the placing of processes on cores to the system
`

export function readOptions(args: readonly string[]): { name: string; options: Options } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      connections: { type: 'string' },
      tasks: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-pin': { type: 'boolean', default: false },
    },
  })
  const isQuick = values.quick
  return {
    name: positionals[0] ?? '',
    options: {
      seconds: readCount(values.seconds) ?? (isQuick ? 1 : 5),
      rounds: readCount(values.rounds) ?? (isQuick ? 1 : 3),
      connections: readCount(values.connections) ?? 64,
      tasks: readCount(values.tasks),
      isQuick,
      isPinned: !values['no-pin'],
    },
  }
}

function readCount(text: string | undefined): number | null {
  if (text === undefined) return null
  const count = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(count) || count < 1) throw new Error(`${text} is not a whole number above zero`)
  return count
}
