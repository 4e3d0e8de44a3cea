import type { LimitChange } from '../core/limits.ts'
import { readLimitState, setLimitsByOperator, type LimitedSubject } from '../core/operate.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { creditsText, parseCredits } from '../domain/credits.ts'
import type { Limits, LimitUse } from '../domain/limits.ts'
import type { Sql } from '../lib/sql.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { LimitState } from '../store/limits.ts'
import type { Given } from './command.ts'
import { mustFindKey } from './find-key.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { withDatabase } from './with-database.ts'

const NUMBER = {
  kind: 'a whole number',
  read: (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null),
  write: String,
}
const CREDITS = { kind: 'a number of credits with at most four decimals', read: parseCredits, write: creditsText }

/** The limits as the command line has them. */
const LIMITS = [
  {
    option: 'per-second',
    name: 'requestsPerSecond',
    used: null,
    meaning: 'requests a second',
    ...NUMBER,
  },
  {
    option: 'per-day',
    name: 'requestsPerDay',
    used: 'requestsToday',
    meaning: 'requests a day',
    ...NUMBER,
  },
  {
    option: 'per-month',
    name: 'requestsPerMonth',
    used: 'requestsThisMonth',
    meaning: 'requests a month',
    ...NUMBER,
  },
  {
    option: 'tasks',
    name: 'tasksAtOnce',
    used: 'tasksAtOnce',
    meaning: 'tasks at once',
    ...NUMBER,
  },
  {
    option: 'credits-per-day',
    name: 'creditsPerDay',
    used: 'creditsToday',
    meaning: 'credits a day',
    ...CREDITS,
  },
  {
    option: 'credits-per-month',
    name: 'creditsPerMonth',
    used: 'creditsThisMonth',
    meaning: 'credits a month',
    ...CREDITS,
  },
] as const satisfies readonly {
  option: string
  name: keyof Limits
  used: keyof LimitUse | null
  meaning: string
  kind: string
  read(text: string): number | null
  write(value: number): string
}[]

type Values = Given['values']

/** `medley limits show`: what an organisation or one of its keys may do, and how much of it is used. */
export async function showLimits({ values }: Given): Promise<number> {
  const state = await withDatabase(async (database) => readLimitState(database, await subjectOf(database, values)))
  process.stdout.write(describe(state))
  return 0
}

/** `medley limits set`: changes the limits that are named; 0 and none take one away. */
export async function setNamedLimits({ values }: Given): Promise<number> {
  const change = readChange(values)
  const stages = readExcess(values)
  if (Object.keys(change).length === 0 && stages === null) {
    const options = LIMITS.map(({ option }) => `--${option}`).join(', ')
    throw new StartupError(`say what to set: one or more of ${options} and --excess`)
  }
  const state = await withDatabase(async (database) => {
    const subject = await subjectOf(database, values)
    if (stages !== null && subject.kind === 'key') {
      throw new StartupError('--excess is for organisations: leave --key out')
    }
    const order = { limits: change, stagesExcess: stages }
    return await setLimitsByOperator(database, COMMAND_LINE, subject, order).catch((error: unknown) => {
      throw error instanceof RangeError ? new StartupError(error.message, { cause: error }) : error
    })
  })
  process.stdout.write(describe(state))
  return 0
}

async function subjectOf(sql: Sql, { key, organisation }: Values): Promise<LimitedSubject> {
  if (key === undefined) {
    const { id, number } = await mustFindOrganisation(sql, organisation)
    return { kind: 'organisation', id, number, organisation: number }
  }
  if (organisation !== undefined) throw new StartupError('say --organisation or --key, not both')
  const { id, organisation: number } = await mustFindKey(sql, key)
  return { kind: 'key', id, organisation: number }
}

function readChange(values: Values): LimitChange {
  const change: Partial<Limits> = {}
  for (const { option, name, read, kind } of LIMITS) {
    const text = values[option]
    if (text === undefined) continue
    const value = text === 'none' ? 0 : read(text)
    if (value === null) throw new StartupError(`--${option} is ${kind}, or none, not ${text}`)
    change[name] = value
  }
  return change
}

/** Whether tasks beyond the organisation's tasks at once wait in every dialect; null = as it is. */
function readExcess({ excess }: Values): boolean | null {
  switch (excess) {
    case undefined:
      return null
    case 'staged':
      return true
    case 'by-dialect':
      return false
    default:
      throw new StartupError(`--excess is staged or by-dialect, not ${excess}`)
  }
}

function describe({ limits, used, stagesExcess }: LimitState): string {
  const lines = LIMITS.map(({ name, used: counter, meaning, write }) => {
    const most = limits[name]
    const count = counter === null ? null : used[counter]
    return `${meaning}: ${most === null ? 'no limit' : write(most)}${count === null ? '' : ` (${write(count)} used)`}`
  })
  return `${[...lines, ...(stagesExcess ? ['tasks beyond their limit wait in every API'] : [])].join('\n')}\n`
}
