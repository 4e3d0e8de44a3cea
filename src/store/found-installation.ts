import { SCOPES } from '../domain/scope.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/**
 * The first start: the first organisation with its account, its grant and its key, in one statement. False when there is an
 * organisation already: then nothing changes, whatever is asked for.
 */
export async function foundInstallation(
  sql: Sql,
  first: { credits: number; keyHash: Buffer; visiblePrefix: string },
): Promise<boolean> {
  const rows = await sql.query<{ id: Uuid }>(
    'found-installation',
    `with organisation as (
        insert into organisations (name, slug) select 'Default', 'default'
          where not exists (select from organisations) on conflict (slug) do nothing returning number),
      account as (
        insert into accounts (organisation, available, movement_seq)
          select number, $1::bigint, ($1::bigint > 0)::int from organisation),
      movement as (
        insert into movements (organisation, seq, kind, debit, credit, amount, actor, reason)
          select number, 1, 'grant', 'grants', 'available', $1, 'first start', 'MEDLEY_CREDITS' from organisation
          where $1::bigint > 0),
      key as (
        insert into api_keys (organisation, name, visible_prefix, scopes)
          select number, 'first key', $3, $4 from organisation returning id)
      insert into key_secrets (hash, api_key) select $2, id from key returning api_key as id`,
    [first.credits, first.keyHash, first.visiblePrefix, SCOPES],
  )
  return rows.length > 0
}
