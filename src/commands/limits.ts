import type { LimitChange } from '../core/limits.ts'
import { readLimitState, setLimitsByOperator, type LimitedSubject } from '../core/operate.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { creditsText, parseCredits } from '../domain/credits.ts'
import type { Limits, LimitUse } from '../domain/limits.ts'
import type { Sql } from '../lib/sql.ts'
import { StartupError } from '../lib/startup-error.ts'
import { findKey } from '../store/api-keys.ts'
import type { LimitState } from '../store/limits.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { readOptions } from './read-options.ts'
import { withDatabase } from './with-database.ts'

const readNumber = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/** The limits as the command line has them. */
const LIMITS = [
  {
    option: 'per-second',
    name: 'requestsPerSecond',
    used: null,
    meaning: 'requests a second',
    read: readNumber,
    write: String,
  },
  {
    option: 'per-day',
    name: 'requestsPerDay',
    used: 'requestsToday',
    meaning: 'requests a day',
    read: readNumber,
    write: String,
  },
  {
    option: 'per-month',
    name: 'requestsPerMonth',
    used: 'requestsThisMonth',
    meaning: 'requests a month',
    read: readNumber,
    write: String,
  },
  {
    option: 'tasks',
    name: 'tasksAtOnce',
    used: 'tasksAtOnce',
    meaning: 'tasks at once',
    read: readNumber,
    write: String,
  },
  {
    option: 'credits-per-day',
    name: 'creditsPerDay',
    used: 'creditsToday',
    meaning: 'credits a day',
    read: parseCredits,
    write: creditsText,
  },
  {
    option: 'credits-per-month',
    name: 'creditsPerMonth',
    used: 'creditsThisMonth',
    meaning: 'credits a month',
    read: parseCredits,
    write: creditsText,
  },
] as const satisfies readonly {
  option: string
  name: keyof Limits
  used: keyof LimitUse | null
  meaning: string
  read(text: string): number | null
  write(value: number): string
}[]

const SUBJECT = ['organisation', 'key'] as const
type Values = Partial<Record<string, string>>

/** `medley limits show`: what an organisation or one of its keys may do, and how much of it is used. */
export async function showLimits(args: readonly string[]): Promise<number> {
  const { values } = readOptions(args, SUBJECT)
  const state = await withDatabase(async (database) => readLimitState(database, await subjectOf(database, values)))
  process.stdout.write(describe(state))
  return 0
}

/** `medley limits set`: changes the limits that are named; 0 and none take one away. */
export async function setNamedLimits(args: readonly string[]): Promise<number> {
  const { values } = readOptions(args, [...SUBJECT, 'excess', ...LIMITS.map(({ option }) => option)])
  const change = readChange(values)
  const stages = readExcess(values)
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
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) {
    throw new StartupError('say the id of the key, as `medley key list` shows it')
  }
  const found = await findKey(sql, key, null)
  if (found === null) throw new StartupError('there is no key of this id')
  return { kind: 'key', id: key, organisation: found.organisation }
}

function readChange(values: Values): LimitChange {
  const change: Partial<Limits> = {}
  for (const { option, name, read } of LIMITS) {
    const text = values[option]
    if (text === undefined) continue
    const value = text === 'none' ? 0 : read(text)
    if (value === null) throw new StartupError(`--${option} must be a number of its unit, or none`)
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
      throw new StartupError('--excess must be staged or by-dialect')
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
