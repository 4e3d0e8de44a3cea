import type { Sql } from '../lib/sql.ts'

export interface PriceVersionRow {
  version: number
  starts_at: number
  /** JSON as it was given. */
  prices: string
  source: 'file' | 'operator'
  actor: string
  reason: string
  created_at: number
}

/** The versions after one, in order; the shipped prices have no row. */
export function readPriceVersions(sql: Sql, after: number): Promise<PriceVersionRow[]> {
  return sql.query<PriceVersionRow>(
    'read-price-versions',
    `select version, starts_at, prices, source, actor, reason, created_at from price_versions where version > $1 order by version`,
    [after],
  )
}

export interface NewPrices {
  /** Epoch ms; null or past = at once. */
  startsAt: number | null
  prices: string
  /** Of the file's bytes; null = an operator gave them. */
  fingerprint: string | null
  actor: string
  reason: string
}

/** The number of the new version; null when the newest version from a file is this very file. */
export async function addPrices(sql: Sql, prices: NewPrices): Promise<number | null> {
  const [row] = await sql.query<{ version: number | null }>(
    'add-prices',
    `select add_prices(to_timestamp($1::double precision / 1000), $2, $3, $4, $5, $6) as version`,
    [
      prices.startsAt,
      prices.prices,
      prices.fingerprint === null ? 'operator' : 'file',
      prices.fingerprint,
      prices.actor,
      prices.reason,
    ],
  )
  return row?.version ?? null
}
