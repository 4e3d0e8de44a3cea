import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface SecretRow {
  secret: string
  created_at: number
  /** Null = until it is replaced. */
  expires_at: number | null
}

/** The organisation's default secrets that are in force, the newest first; the first one is made at the first use. */
export function readDefaultSecrets(sql: Sql, organisation: number): Promise<SecretRow[]> {
  return sql.query<SecretRow>(
    'read-default-secrets',
    'select secret, created_at, expires_at from default_secrets($1)',
    [organisation],
  )
}

/** A new secret, beside which the newest of the present ones hold for `overlapMs` more; answers all in force, the newest first. */
export function rotateSecret(
  sql: Sql,
  rotation: { organisation: number; endpoint: Uuid | null; overlapMs: number; most: number },
): Promise<SecretRow[]> {
  return sql.query<SecretRow>(
    'rotate-secret',
    `select secret, created_at, expires_at from rotate_secret($1, $2, $3 * interval '1 ms', $4)`,
    [rotation.organisation, rotation.endpoint, rotation.overlapMs, rotation.most],
  )
}
