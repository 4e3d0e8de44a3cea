import type { Sql } from '../lib/sql.ts'
import { findBreaches, findPieces, INVARIANTS, listOrganisationNumbers } from '../store/invariants.ts'

export interface Discrepancy {
  organisation: number
  invariant: string
  row: Record<string, unknown>
}

/** Tasks read in one statement: well below a second, so that the check never holds an old snapshot. */
const PIECE_SIZE = 20_000

/**
 * Checks every invariant of every organisation, also while the gateway works: each statement is one consistent cut of its
 * own. Answers what does not hold.
 */
export async function verifyBooks(sql: Sql): Promise<Discrepancy[]> {
  const found: Discrepancy[] = []
  for (const organisation of await listOrganisationNumbers(sql)) {
    const borders = await findPieces(sql, organisation, PIECE_SIZE)
    for (const invariant of INVARIANTS) {
      // What looks at the whole organisation is asked once, with the first piece.
      const pieces = invariant.scope === 'tasks' ? borders : borders.slice(0, 1)
      for (const [index, from] of pieces.entries()) {
        const rows = await findBreaches(sql, invariant, organisation, { from, before: borders[index + 1] ?? null })
        found.push(...rows.map((row) => ({ organisation, invariant: invariant.name, row })))
      }
    }
  }
  return found
}
