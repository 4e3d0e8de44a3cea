import { creditsText, parseCredits } from '../domain/credits.ts'
import { StartupError } from '../lib/startup-error.ts'
import { grantCredits } from '../store/accounts.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { readOptions } from './read-options.ts'
import { withDatabase } from './with-database.ts'

/** `medley credits grant`: adds credits, with the movement that says so. */
export async function grantToOrganisation(args: readonly string[]): Promise<number> {
  const { values, words } = readOptions(args, ['organisation', 'reason'])
  const amount = parseCredits(words[0] ?? '')
  if (amount === null || amount === 0) {
    throw new StartupError('say how many credits, above zero and with at most four decimals: medley credits grant 1000')
  }
  const available = await withDatabase(async (database) => {
    const { number } = await mustFindOrganisation(database, values.organisation)
    const reason = values.reason ?? 'medley credits grant'
    return await grantCredits(database, { organisation: number, amount, actor: 'command line', reason })
  })
  process.stdout.write(`granted ${creditsText(amount)} credits; ${creditsText(available)} are available\n`)
  return 0
}
