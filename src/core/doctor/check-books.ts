import type { Sql } from '../../lib/sql.ts'
import { verifyBooks } from '../verify-books.ts'
import { count, fail, ok, type Finding } from './finding.ts'

/** `medley verify`, told in one line. */
export async function checkBooks(sql: Sql): Promise<Finding> {
  const discrepancies = await verifyBooks(sql)
  const [first] = discrepancies
  if (first === undefined) return ok('books', 'every balance and every task follows from its history')
  const found = count(discrepancies.length, 'discrepancy', 'discrepancies')
  const example = `organisation ${first.organisation}: not true that ${first.invariant}`
  return fail('books', `${found}; ${example}`, '`medley verify` lists them; keep a copy of the data, and report it')
}
