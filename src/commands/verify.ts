import { verifyBooks } from '../core/verify-books.ts'
import { withDatabase } from './with-database.ts'

/** `medley verify`: 0 and `0 discrepancies`, or 1 and each of them (RULINGS 32). */
export async function verify(): Promise<number> {
  const discrepancies = await withDatabase((database) => verifyBooks(database.background))
  for (const { organisation, invariant, row } of discrepancies) {
    process.stdout.write(`organisation ${organisation}: not true that ${invariant}: ${JSON.stringify(row)}\n`)
  }
  process.stdout.write(`${discrepancies.length} discrepancies\n`)
  return discrepancies.length === 0 ? 0 : 1
}
