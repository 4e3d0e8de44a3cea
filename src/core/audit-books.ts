import { isAuditDue, readLastAudit, recordAudit, takeAuditLock } from '../store/audits.ts'
import { listOrganisationNumbers } from '../store/invariants.ts'
import type { Context } from './context.ts'
import { closeStatements } from './statements.ts'
import { verifyBooks } from './verify-books.ts'

/**
 * Once a day from `auditHour` on, in one process of all: closes the statements of months that are over, then checks every
 * invariant of every organisation. What does not hold is logged row by row, and counted in `gateway_ledger_discrepancies`.
 * Cut off, it is begun anew by whoever comes next.
 */
export async function auditBooks(context: Context): Promise<void> {
  const { background, log, auditHour: hour } = context
  if (!(await isAuditDue(background, hour))) return
  await context.withSession(async (session) => {
    // Somebody else is at it, or has just finished.
    if (!(await takeAuditLock(session)) || !(await isAuditDue(background, hour))) return
    for (const organisation of await listOrganisationNumbers(background)) {
      await closeStatements(background, organisation)
    }
    const discrepancies = await verifyBooks(background)
    for (const discrepancy of discrepancies) log.error(discrepancy, 'ledger discrepancy')
    await recordAudit(background, discrepancies.length)
    log.info({ discrepancies: discrepancies.length }, 'books audited')
  })
}

/** Every process shows what the last audit found, whoever made it. */
export function watchAudits(context: Context): void {
  const { metrics, background } = context
  metrics.addCollector(async () => {
    const last = await readLastAudit(background)
    if (last === null) return
    metrics.ledgerDiscrepancies.set(last.discrepancies)
    metrics.ledgerAuditedAt.set(last.finished_at / 1000)
  })
}
