import { StartupError } from '../lib/startup-error.ts'

/** Runs one command with its own arguments; answers the exit code. Loaded when called: `key list` needs no server. */
type Command = (args: readonly string[]) => Promise<number>

const serve = async (role: 'serve' | 'api' | 'worker') => (await import('./serve.ts')).serve(role)

const COMMANDS: Readonly<Record<string, { usage: string; meaning: string; run: Command }>> = {
  serve: { usage: 'serve', meaning: 'everything in one process', run: () => serve('serve') },
  api: { usage: 'api', meaning: 'only the door for requests', run: () => serve('api') },
  worker: { usage: 'worker', meaning: 'only the door for time; listens when PORT is set', run: () => serve('worker') },
  migrate: {
    usage: 'migrate',
    meaning: 'bring the database to the state of this release',
    run: async () => (await import('./migrate.ts')).migrateDatabase(),
  },
  'key create': {
    usage: 'key create [--name NAME] [--organisation SLUG] [--scopes LIST] …',
    meaning: '--models, --networks: comma lists; --days: how long; the secret is shown once',
    run: async (args) => (await import('./key.ts')).createApiKey(args),
  },
  'key rotate': {
    usage: 'key rotate ID|PREFIX [--overlap-hours N]',
    meaning: 'give a key a new secret; the one before works for 24 hours more',
    run: async (args) => (await import('./key.ts')).rotateApiKey(args),
  },
  'key list': {
    usage: 'key list',
    meaning: 'all keys, by their visible beginnings',
    run: async () => (await import('./key.ts')).listApiKeys(),
  },
  'key revoke': {
    usage: 'key revoke ID|PREFIX',
    meaning: 'end a key; works everywhere within 3 s',
    run: async (args) => (await import('./key.ts')).revokeApiKey(args),
  },
  'organisation create': {
    usage: 'organisation create SLUG [--name NAME]',
    meaning: 'make an organisation with an empty account',
    run: async (args) => (await import('./organisation.ts')).createOrganisationNamed(args),
  },
  'organisation list': {
    usage: 'organisation list',
    meaning: 'all organisations with their balances and limits',
    run: async () => (await import('./organisation.ts')).listAllOrganisations(),
  },
  'limits show': {
    usage: 'limits show [--organisation SLUG | --key ID]',
    meaning: 'what may be asked for and spent, and how much of it is used',
    run: async (args) => (await import('./limits.ts')).showLimits(args),
  },
  'limits set': {
    usage: 'limits set [--organisation SLUG | --key ID] --per-second N …',
    meaning: '--per-day, --per-month, --tasks, --credits-per-day, --credits-per-month; none = no limit',
    run: async (args) => (await import('./limits.ts')).setNamedLimits(args),
  },
  'person create': {
    usage: 'person create EMAIL [--name NAME] [--organisation SLUG] [--role ROLE]',
    meaning: 'make a person (an owner by default); the password is shown once',
    run: async (args) => (await import('./person.ts')).createNewPerson(args),
  },
  'person list': {
    usage: 'person list',
    meaning: 'all people with their roles',
    run: async () => (await import('./person.ts')).listAllPeople(),
  },
  'person operator': {
    usage: 'person operator EMAIL on|off',
    meaning: "who may use the operator's API; signs the person out",
    run: async (args) => (await import('./person.ts')).makeOperator(args),
  },
  'mail list': {
    usage: 'mail list',
    meaning: 'the last mails to people, as they read',
    run: async () => (await import('./mail.ts')).listMails(),
  },
  'credits grant': {
    usage: 'credits grant AMOUNT [--organisation SLUG] [--reason TEXT]',
    meaning: 'add credits',
    run: async (args) => (await import('./credits.ts')).grantToOrganisation(args),
  },
  verify: {
    usage: 'verify',
    meaning: 're-derive every balance and task; prints each discrepancy',
    run: async () => (await import('./verify.ts')).verify(),
  },
  doctor: {
    usage: 'doctor',
    meaning: 'look at database, disk, queue, workers and books; says what to do',
    run: async (args) => (await import('./doctor.ts')).examine(args),
  },
  export: {
    usage: 'export FOLDER [--without-artifacts]',
    meaning: 'write everything into a folder; best while stopped',
    run: async (args) => (await import('./export.ts')).exportToFolder(args),
  },
  import: {
    usage: 'import FOLDER',
    meaning: 'fill an empty database from an export',
    run: async (args) => (await import('./import.ts')).importFromFolder(args),
  },
  restored: {
    usage: 'restored',
    meaning: 'say that a backup was put back, before the first start on it',
    run: async (args) => (await import('./restored.ts')).stampRestored(args),
  },
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
