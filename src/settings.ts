export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

type Setting = { readonly name: string; readonly default: string; readonly meaning: string }

/** The table of docs/settings.md; a test keeps the page equal to it and complete. */
export const settings = [
  { name: 'HOST', default: '127.0.0.1', meaning: 'Address to listen on. `0.0.0.0` or `::` listens on all of them.' },
  {
    name: 'PORT',
    default: '4100',
    meaning: 'Port to listen on; `0` takes a free one. `medley worker` listens only when this is set.',
  },
  {
    name: 'MEDLEY_DATA',
    default: './data',
    meaning: 'Folder of the embedded database and of the artifacts. Made when it is missing.',
  },
  {
    name: 'DATABASE_URL',
    default: 'unset: the embedded PostgreSQL',
    meaning: 'A PostgreSQL of your own, version 17 or newer: `postgres://user:password@host:5432/name`.',
  },
  {
    name: 'MEDLEY_DB_CONNECTIONS',
    default: '8',
    meaning:
      'Database connections for requests and jobs of one process, from 1 to 500. Three more serve lists, metrics and notifications, up to three signing in, and up to two what operators do, while somebody does.',
  },
  {
    name: 'MEDLEY_PUBLIC_URL',
    default: 'http://HOST:PORT',
    meaning: 'How clients reach this gateway; used in links and in the addresses of artifacts.',
  },
  {
    name: 'MEDLEY_API_KEY',
    default: 'unset: a random one, printed once',
    meaning: 'Secret of the first key, 24 to 128 visible ASCII characters. Read at the first start only.',
  },
  {
    name: 'MEDLEY_CREDITS',
    default: '100000',
    meaning: 'Credits of the first organisation, up to four decimals. Read at the first start only.',
  },
  { name: 'MEDLEY_STOP_SECONDS', default: '10', meaning: 'How long a stop may take, from 1 to 3600 seconds.' },
  { name: 'MEDLEY_SIMULATOR', default: 'on', meaning: '`on` or `off`: the scripted `sim/*` models for tests.' },
  {
    name: 'MEDLEY_LOG_LEVEL',
    default: 'info',
    meaning: `One of ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
  },
  {
    name: 'MEDLEY_STUDIO_THREADS',
    default: 'one less than the processor cores, at least 2',
    meaning:
      'Songs, films and 3D models that the built-in generators render at once, each in a thread; as many quick things (pictures, words, voices) beside them. From 1 to 256.',
  },
  {
    name: 'MEDLEY_STUDIO_NICE',
    default: '15',
    meaning:
      'How far those threads stand back behind requests where cores are short: 0 not at all, 19 most. Linux only.',
  },
  { name: 'MEDLEY_ARTIFACT_DAYS', default: '30', meaning: 'Days that artifacts are kept, from 1 to 36500.' },
  {
    name: 'MEDLEY_PRICES',
    default: '`prices.json` in MEDLEY_DATA',
    meaning: 'The price file, which need not be there; read again whenever it changes.',
  },
  { name: 'MEDLEY_AUDIT_HOUR', default: '3', meaning: 'From which hour of the day, in UTC, the books are audited.' },
  {
    name: 'MEDLEY_ALLOW_PRIVATE',
    default: 'empty',
    meaning:
      'Private addresses that outgoing requests may reach all the same: a comma-separated list of IP addresses or CIDR ranges, like `10.0.0.0/8, ::1`.',
  },
  {
    name: 'MEDLEY_SECRET',
    default: 'derived from a secret in the database',
    meaning:
      'What sessions are signed and second factors encrypted with, 32 to 256 visible ASCII characters, the same for all processes. A new one signs everybody out and voids second factors.',
  },
  {
    name: 'MEDLEY_SIGN_UP',
    default: 'invited',
    meaning: '`open`: anybody may sign up. `invited`: only who has an invitation to an organisation.',
  },
  { name: 'MEDLEY_KEYS_MAX', default: '100', meaning: 'Keys in force that an organisation may have, 1 to 10000.' },
  {
    name: 'MEDLEY_TRUSTED_PROXIES',
    default: 'empty',
    meaning:
      'Your own proxies, whose `X-Forwarded-For` is believed where it matters whence a request comes: a list as for MEDLEY_ALLOW_PRIVATE.',
  },
  {
    name: 'MEDLEY_SMTP_URL',
    default: 'unset: mails are kept for `medley mail list`',
    meaning: 'Server that takes mails to people: `smtp://user:password@host:587` or `smtps://user:password@host:465`.',
  },
  {
    name: 'MEDLEY_MAIL_FROM',
    default: 'unset',
    meaning: 'Sender of those mails, like `Medley <medley@example.com>`. Needed with MEDLEY_SMTP_URL.',
  },
  {
    name: 'MEDLEY_SMS_URL',
    default: 'unset: no text messages',
    meaning:
      "Gateway for text messages in Twilio's form, account and sender in the URL: `https://sid:token@api.twilio.com/2010-04-01/Accounts/sid/Messages.json?From=%2B15550100`.",
  },
] as const satisfies readonly Setting[]

export type SettingName = (typeof settings)[number]['name']

/** docs/settings.md as it has to be. */
export function renderSettingsPage(): string {
  const rows = settings.map((setting) => `| \`${setting.name}\` | ${setting.default} | ${setting.meaning} |`)
  return [
    '# Settings',
    '',
    'Medley is set up by environment variables alone. An empty value counts as unset. A value that cannot be used stops the',
    'start with a sentence that names its variable. This page is made from the table in `src/settings.ts`.',
    '',
    '| variable | default | what it does |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
