import { hash, randomInt } from 'node:crypto'

import { GatewayError } from '../domain/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { makeBatcher } from '../lib/batcher.ts'
import type { Logger } from '../lib/log.ts'
import { classifyDatabaseError, type Sql } from '../lib/sql.ts'
import { findKeys, touchKeys, type KeyHolder } from '../store/api-keys.ts'

export type { KeyHolder }

export interface KeyRing {
  /** For whom a secret speaks; throws `invalid_api_key`, or `unavailable` while the database is away. */
  holderOf(secret: string): Promise<KeyHolder>
  stop(): Promise<void>
}

/** A revoked key stops working within this, in every process. */
const FRESH_MS = 3000
/** Bounds what somebody who guesses keys can make us remember. */
const CACHE_MAX = 20_000
const TOUCH_EVERY_MS = 60_000

interface Cached {
  holder: Promise<KeyHolder | null>
  until: number
}

/**
 * Checks keys by the SHA-256 of their secrets: an index look-up of a hash tells a guesser nothing, however long it takes.
 * Answers are kept for three seconds; concurrent first uses share one look-up.
 */
export function makeKeyRing(sql: Sql, options: { clock: Clock; log: Logger }): KeyRing {
  const { clock, log } = options
  const cache = new Map<string, Cached>()
  const used = new Set<string>()
  const lookUps = makeBatcher<Buffer, KeyHolder | null>({
    name: 'keys',
    run: (hashes) => findKeys(sql, hashes),
    classify: classifyDatabaseError,
    log,
  })

  function lookUp(secret: string): Promise<KeyHolder | null> {
    const name = hash('sha256', secret, 'base64')
    const known = cache.get(name)
    if (known !== undefined && known.until > clock.monotonic()) return known.holder
    if (cache.size >= CACHE_MAX) cache.clear()
    const holder = lookUps.add(hashSecret(secret))
    cache.set(name, { holder, until: clock.monotonic() + FRESH_MS })
    holder.catch(() => cache.delete(name))
    return holder
  }

  async function touch(): Promise<void> {
    const ids = [...used]
    used.clear()
    if (ids.length > 0) await touchKeys(sql, ids)
  }
  const timer = setInterval(() => {
    touch().catch((error: unknown) => log.warn({ error }, 'use of keys not written'))
  }, TOUCH_EVERY_MS)
  timer.unref()

  return {
    async holderOf(secret) {
      let holder: KeyHolder | null
      try {
        holder = await lookUp(secret)
      } catch (error) {
        throw new GatewayError('unavailable', { retryAfterSeconds: 2 }, { cause: error })
      }
      if (holder === null) throw new GatewayError('invalid_api_key')
      used.add(holder.keyId)
      return holder
    },
    async stop() {
      clearInterval(timer)
      await touch().catch(() => {})
    },
  }
}

export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
/** 40 characters of 5 bits: 200 random bits. */
const SECRET_LENGTH = 40
const CHECKSUM_LENGTH = 6
/** What people see of a key: enough to tell keys apart, far too little to guess one. */
const VISIBLE_LENGTH = 12

/** A new secret: `mdl_`, 200 random bits, and a checksum by which a scanner can tell a real key from a look-alike. */
export function makeSecret(): string {
  const random = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(32)]).join('')
  return `mdl_${random}${checksumOf(random)}`
}

/** Whether a text has the form of a key of ours. Never used to refuse one (RULINGS 9). */
export function hasValidChecksum(secret: string): boolean {
  const match = /^mdl_([0-9a-z]{40})([0-9a-z]{6})$/.exec(secret)
  return match !== null && checksumOf(match[1] ?? '') === match[2]
}

/** Never more than a quarter of the secret: a key that the operator gave may be short. */
export function visiblePrefixOf(secret: string): string {
  return secret.slice(0, Math.min(VISIBLE_LENGTH, Math.floor(secret.length / 4)))
}

function checksumOf(random: string): string {
  const digest = hash('sha256', `medley key ${random}`, 'buffer')
  return Array.from({ length: CHECKSUM_LENGTH }, (_, index) => ALPHABET[(digest[index] ?? 0) & 31]).join('')
}
