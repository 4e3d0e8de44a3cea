import { StartupError } from '../lib/startup-error.ts'
import { grantToOrganisation } from './credits.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './key.ts'
import { migrateDatabase } from './migrate.ts'
import { serve } from './serve.ts'
import { verify } from './verify.ts'

/** Runs one command with its own arguments; answers the exit code. */
type Command = (args: readonly string[]) => Promise<number>

const COMMANDS: Readonly<Record<string, { usage: string; meaning: string; run: Command }>> = {
  serve: { usage: 'serve', meaning: 'everything in one process', run: () => serve('serve') },
  api: { usage: 'api', meaning: 'only the door for requests', run: () => serve('api') },
  worker: { usage: 'worker', meaning: 'only the door for time; listens when PORT is set', run: () => serve('worker') },
  migrate: { usage: 'migrate', meaning: 'bring the database to the state of this release', run: migrateDatabase },
  'key create': {
    usage: 'key create [--name NAME] [--organisation SLUG]',
    meaning: 'make an API key; shown once',
    run: createApiKey,
  },
  'key list': { usage: 'key list', meaning: 'all keys, by their visible beginnings', run: listApiKeys },
  'key revoke': { usage: 'key revoke ID|PREFIX', meaning: 'end a key; works everywhere within 5 s', run: revokeApiKey },
  'credits grant': {
    usage: 'credits grant AMOUNT [--organisation SLUG] [--reason TEXT]',
    meaning: 'add credits',
    run: grantToOrganisation,
  },
  verify: { usage: 'verify', meaning: 're-derive every balance and task; prints each discrepancy', run: verify },
}

export async function runCommand(args: readonly string[]): Promise<number> {
  const [first = 'help', second = ''] = args
  const one = COMMANDS[first]
  if (one !== undefined) return await one.run(args.slice(1))
  const two = COMMANDS[`${first} ${second}`]
  if (two !== undefined) return await two.run(args.slice(2))
  if (first !== 'help' && first !== '--help' && first !== '-h') {
    throw new StartupError(`there is no command ${first}\n\n${helpText()}`)
  }
  process.stdout.write(helpText())
  return 0
}

function helpText(): string {
  const lines = Object.values(COMMANDS).map(({ usage, meaning }) => `  medley ${usage.padEnd(58)} ${meaning}`)
  return `usage:\n${lines.join('\n')}\n`
}
