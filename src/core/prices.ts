import { hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'

import type { Catalogue } from '../domain/catalogue.ts'
import {
  makePriceBook,
  parsePrices,
  PricesError,
  readPrices,
  SHIPPED_PRICES,
  type PriceBook,
} from '../domain/price-book.ts'
import type { Instant } from '../domain/task.ts'
import type { Logger } from '../lib/log.ts'
import { errorCodeOf, type Sql } from '../lib/sql.ts'
import { addPrices, readPriceVersions, type PriceVersionRow } from '../store/prices.ts'

/** What things cost, as all processes see it: the versions lie in the database, whoever gave them. */
export interface Prices {
  /** The prices in force at this moment of database time. */
  current(): PriceBook
  /** Those of a version, also one that another process made just now. */
  ofVersion(version: number): Promise<PriceBook>
  /** Reads the versions that are new. */
  refresh(): Promise<void>
  /** Reads the operator's file if it has changed, and makes it a version if it is valid as a whole; else says why not. */
  lookAtFile(): Promise<void>
}

export interface PricesOptions {
  catalogue: Catalogue
  /** The operator's file, which need not be there. */
  path: string
  /** Database time, epoch ms. */
  now(): number
  log: Logger
  /** A version was made here: others are to look. */
  onChange(): void
}

const FILE_BYTES_MAX = 4 * 1024 * 1024

export function makePrices(sql: Sql, options: PricesOptions): Prices {
  const { catalogue, path, now, log, onChange } = options
  /** The newest first. */
  const books: { startsAt: Instant; book: PriceBook }[] = []
  let known = SHIPPED_PRICES.version
  let last: Promise<void> = Promise.resolve()
  let seen = ''

  async function readNew(): Promise<void> {
    for (const row of await readPriceVersions(sql, known)) {
      // What began when it was made has begun here too, however the clocks differ.
      const startsAt = row.starts_at <= row.created_at ? 0 : row.starts_at
      books.unshift({ startsAt, book: toBook(row) })
      known = row.version
    }
  }

  function toBook({ version, prices: text }: PriceVersionRow): PriceBook {
    const { prices, faults } = readPrices(JSON.parse(text), catalogue)
    // Another release's way of saying it.
    if (faults.length > 0)
      log.error({ version, faults }, 'prices that this release cannot read: it sells nothing at them')
    return makePriceBook(version, prices)
  }

  async function lookAtFile(): Promise<void> {
    const state = await stateOf(path)
    if (state === seen) return
    seen = state
    if (state === '') return log.info({ path }, 'the price file is gone: its prices stay in force')
    try {
      const bytes = await readBytes(path)
      const text = bytes.toString()
      const { startsAt } = parseFile(text, catalogue)
      const fingerprint = hash('sha256', bytes, 'hex')
      const version = await addPrices(sql, { startsAt, prices: text, fingerprint, actor: 'price file', reason: path })
      if (version === null) return
      log.info(
        { path, version, startsAt: startsAt === null ? 'at once' : new Date(startsAt) },
        'prices taken from file',
      )
      onChange()
      await refresh()
    } catch (error) {
      if (!(error instanceof PricesError)) {
        // The database is away: the next look tries again.
        seen = ''
        throw error
      }
      log.error({ path, fault: error.message }, 'the price file is not valid: the prices before stay in force')
    }
  }

  /** One after the other: whoever asks has what was there when it asked. */
  function refresh(): Promise<void> {
    last = last.catch(() => {}).then(readNew)
    return last
  }

  async function ofVersion(version: number): Promise<PriceBook> {
    if (version > known) await refresh()
    if (version === SHIPPED_PRICES.version) return SHIPPED_PRICES
    const found = books.find(({ book }) => book.version === version)
    if (found === undefined) throw new Error(`there is no version ${version} of the prices`)
    return found.book
  }

  return {
    ofVersion,
    current: () => books.find(({ startsAt }) => startsAt <= now())?.book ?? SHIPPED_PRICES,
    refresh,
    lookAtFile,
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > FILE_BYTES_MAX) throw new PricesError([`it is larger than ${FILE_BYTES_MAX} bytes`])
    return await readFile(path)
  } catch (error) {
    if (error instanceof PricesError) throw error
    throw new PricesError([`it cannot be read (${errorCodeOf(error)})`], { cause: error })
  }
}

function parseFile(text: string, catalogue: Catalogue): { startsAt: Instant | null } {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    throw new PricesError(['it is not valid JSON'], { cause: error })
  }
  return parsePrices(file, catalogue)
}

/** What tells one content of a file from another without reading it; empty = there is none. */
async function stateOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch (error) {
    const code = errorCodeOf(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : `${code}`
  }
}
