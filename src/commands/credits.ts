import { grantByOperator } from '../core/operate.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { creditsText, parseCredits } from '../domain/credits.ts'
import { StartupError } from '../lib/startup-error.ts'
import { readBalance } from '../store/ledger.ts'
import type { Given } from './command.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { plainly } from './plainly.ts'
import { withDatabase } from './with-database.ts'

/** `medley credits grant`: adds credits, with the movement that says so. */
export async function grantToOrganisation({ values, words: [text = ''] }: Given): Promise<number> {
  const amount = parseCredits(text)
  if (amount === null || amount === 0) {
    throw new StartupError(`AMOUNT is a number of credits above zero with at most four decimals, not ${text}`)
  }
  const { available } = await withDatabase(async (database) => {
    const organisation = await mustFindOrganisation(database, values.organisation)
    const grant = { amount, reason: values.reason ?? 'medley credits grant', idempotencyKey: null }
    await plainly(() => grantByOperator(database, COMMAND_LINE, organisation, grant))
    return await readBalance(database, organisation.number)
  })
  process.stdout.write(`granted ${creditsText(amount)} credits; ${creditsText(available)} are available\n`)
  return 0
}
