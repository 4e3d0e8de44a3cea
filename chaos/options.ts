import { parseArgs } from 'node:util'

/** What one run is asked to do. */
export interface ChaosOptions {
  rounds: number
  seed: number
  /** Before which round an older copy of the database is put back; null = never. */
  restoreAt: number | null
  /** Only violences whose name contains this. */
  only: string
  /** Only this way to lay out the processes; null = they take turns. */
  layout: string | null
  /** End at the first finding. */
  failFast: boolean
  /** Keep the data folder and the logs, also when all is well. */
  keep: boolean
  /** Creates a second, over all clients. */
  rate: number
  /** `src/` of this checkout is tried; for planted bugs another one. */
  repo: string
}

export const USAGE = `usage: npm run chaos -- [--rounds N] [--seed N] [--restore-at N|never] [--only TEXT]
  [--layout serve|beside|apart] [--rate N] [--fail-fast] [--keep]
`

/** Reads the command line; a sentence is thrown for what cannot be used. */
export function readOptions(args: readonly string[], repo: string): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'restore-at': { type: 'string' },
      only: { type: 'string', default: '' },
      layout: { type: 'string' },
      rate: { type: 'string', default: '20' },
      'fail-fast': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  })
  const rounds = whole('rounds', values.rounds)
  const restore = values['restore-at']
  return {
    rounds,
    seed: whole('seed', values.seed),
    restoreAt: restore === undefined ? usualRestore(rounds) : restore === 'never' ? null : whole('restore-at', restore),
    only: values.only,
    layout: values.layout ?? null,
    rate: Math.max(1, whole('rate', values.rate)),
    failFast: values['fail-fast'],
    keep: values.keep,
    repo,
  }
}

/** Once a run, in its middle; a run of a few rounds has no time for it. */
function usualRestore(rounds: number): number | null {
  return rounds >= 10 ? Math.ceil(rounds / 2) : null
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number\n${USAGE}`)
  return Number(text)
}
