import type { Sql } from '../lib/sql.ts'
import { findBreaches, INVARIANTS, listOrganisationNumbers } from '../store/invariants.ts'

export interface Discrepancy {
  organisation: number
  invariant: string
  row: Record<string, unknown>
}

/** Checks every invariant of every organisation; each statement is one consistent cut of its own. */
export async function verifyBooks(sql: Sql): Promise<Discrepancy[]> {
  const found: Discrepancy[] = []
  for (const organisation of await listOrganisationNumbers(sql)) {
    for (const invariant of INVARIANTS) {
      for (const row of await findBreaches(sql, invariant, organisation)) {
        found.push({ organisation, invariant: invariant.name, row })
      }
    }
  }
  return found
}
