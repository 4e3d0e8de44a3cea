import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { isIP } from 'node:net'
import { StartupError } from './lib/startup-error.ts'
import type { SignUp } from './people/make-hooks.ts'
import { LOG_LEVELS, type LogLevel, type SettingName } from './settings.ts'

/** Everything that the environment decides, validated and frozen. This file alone reads `process.env`. */
export type Config = Readonly<{
  host: string
  port: number
  /** `worker` listens only when PORT is set. */
  portGiven: boolean
  dataDir: string
  databaseUrl: string | null
  /** Connections of one process; every process that shares a server adds its own. */
  poolSize: number
  publicUrl: string | null
  firstApiKey: string | null
  /** In units of 1/10,000 credit. */
  firstCredits: bigint
  stopSeconds: number
  simulator: boolean
  logLevel: LogLevel
  studioThreads: number
  studioNice: number
  artifactDays: number
  /** The operator's price file; null = `prices.json` in the data folder. */
  pricesPath: string | null
  /** UTC. */
  auditHour: number
  keysMax: number
  /** Addresses and CIDR ranges, valid as written. */
  allowPrivate: readonly string[]
  /** What sessions are signed and second factors encrypted with; null = the installation's own. */
  secret: string | null
  signUp: SignUp
  smtpUrl: string | null
  mailFrom: string | null
  smsUrl: string | null
  /** Whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
}>

/** The message is for a person: one sentence for each value that cannot be used. */
export class ConfigError extends StartupError {
  override name = 'ConfigError'
}

/** The embedded server takes 100 connections; commands beside a running Medley need some of them. */
const embeddedPoolMax = 80

/** What a value must be, as the end of the sentence "PORT must be …". Values are never repeated: some are secrets. */
class Mistake extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mistakes: string[] = []

  /** An empty value counts as unset, as in most shells' and container tools' env files. */
  function read<T>(name: SettingName, parse: (text: string) => T, fallback: T): T {
    const text = env[name]?.trim()
    if (text === undefined || text === '') return fallback
    try {
      return parse(text)
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      mistakes.push(`${name} must be ${error.message}.`)
      return fallback
    }
  }

  const config: Config = {
    host: read('HOST', parseHost, '127.0.0.1'),
    port: read('PORT', (text) => parseInteger(text, 0, 65_535), 4100),
    portGiven: (env['PORT'] ?? '').trim() !== '',
    dataDir: read('MEDLEY_DATA', (text) => parsePath(text, 'folder'), resolve('data')),
    databaseUrl: read<string | null>('DATABASE_URL', parseDatabaseUrl, null),
    poolSize: read('MEDLEY_DB_CONNECTIONS', (text) => parseInteger(text, 1, 500), 8),
    publicUrl: read<string | null>('MEDLEY_PUBLIC_URL', parsePublicUrl, null),
    firstApiKey: read<string | null>('MEDLEY_API_KEY', parseApiKey, null),
    firstCredits: read('MEDLEY_CREDITS', parseCredits, 1_000_000_000n),
    stopSeconds: read('MEDLEY_STOP_SECONDS', (text) => parseInteger(text, 1, 3600), 10),
    simulator: read('MEDLEY_SIMULATOR', oneOf('on', 'off'), 'on') === 'on',
    logLevel: read<LogLevel>('MEDLEY_LOG_LEVEL', oneOf(...LOG_LEVELS), 'info'),
    studioThreads: read(
      'MEDLEY_STUDIO_THREADS',
      (text) => parseInteger(text, 1, 256),
      Math.max(2, availableParallelism() - 1),
    ),
    studioNice: read('MEDLEY_STUDIO_NICE', (text) => parseInteger(text, 0, 19), 15),
    artifactDays: read('MEDLEY_ARTIFACT_DAYS', (text) => parseInteger(text, 1, 36_500), 30),
    pricesPath: read<string | null>('MEDLEY_PRICES', (text) => parsePath(text, 'file'), null),
    auditHour: read('MEDLEY_AUDIT_HOUR', (text) => parseInteger(text, 0, 23), 3),
    allowPrivate: Object.freeze(read('MEDLEY_ALLOW_PRIVATE', parseAddresses, [])),
    secret: read<string | null>('MEDLEY_SECRET', parseSecret, null),
    signUp: read<SignUp>('MEDLEY_SIGN_UP', oneOf('open', 'invited'), 'invited'),
    keysMax: read('MEDLEY_KEYS_MAX', (text) => parseInteger(text, 1, 10_000), 100),
    smtpUrl: read<string | null>('MEDLEY_SMTP_URL', parseSmtpUrl, null),
    mailFrom: read<string | null>('MEDLEY_MAIL_FROM', parseMailFrom, null),
    smsUrl: read<string | null>('MEDLEY_SMS_URL', parseSmsUrl, null),
    trustedProxies: Object.freeze(read('MEDLEY_TRUSTED_PROXIES', parseAddresses, [])),
  }
  if (config.smtpUrl !== null && config.mailFrom === null) {
    mistakes.push('MEDLEY_MAIL_FROM must be set with MEDLEY_SMTP_URL: whom mails are from.')
  }
  if (config.databaseUrl === null && config.poolSize > embeddedPoolMax) {
    mistakes.push(`MEDLEY_DB_CONNECTIONS must be at most ${embeddedPoolMax} with the embedded database.`)
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'))
  return Object.freeze(config)
}

function parseInteger(text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (!(value >= min && value <= max)) throw new Mistake(`a whole number from ${min} to ${max}`)
  return value
}

function parseHost(text: string): string {
  const host = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(host)) {
    throw new Mistake('an IP address or a host name, like 127.0.0.1')
  }
  return host
}

function parsePath(text: string, what: 'file' | 'folder'): string {
  if (text.includes('\0')) throw new Mistake(`the path of a ${what}`)
  return resolve(text)
}

function parseDatabaseUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Mistake(
      'a URL like postgres://user:password@host:5432/name, in which special characters of the password are escaped as in %40',
    )
  }
  return text
}

function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (!plain || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Mistake('an http or https URL without credentials, query and fragment, like https://media.example.com')
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function parseApiKey(text: string): string {
  if (!/^[\x21-\x7e]{24,128}$/.test(text)) throw new Mistake('24 to 128 visible ASCII characters without a space')
  return text
}

function parseCredits(text: string): bigint {
  const match = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text)
  const units = match === null ? -1n : BigInt(match[1] ?? '') * 10_000n + BigInt((match[2] ?? '').padEnd(4, '0'))
  // Balances are constrained to what a JavaScript number holds exactly.
  if (units < 0n || units > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Mistake('a number from 0 to 900719925474 with up to four decimals, like 2500 or 0.5')
  }
  return units
}

function oneOf<Word extends string>(...words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new Mistake(`one of ${words.join(', ')}`)
    return found
  }
}

function parseSecret(text: string): string {
  if (!/^[\x21-\x7e]{32,256}$/.test(text)) throw new Mistake('32 to 256 visible ASCII characters without a space')
  return text
}

function parseSmtpUrl(text: string): string {
  if (!/^smtps?:\/\/[^/]/.test(text) || !URL.canParse(text)) {
    throw new Mistake('a URL like smtp://user:password@host:587, in which special characters are escaped as in %40')
  }
  return text
}

function parseMailFrom(text: string): string {
  if (!/^[^\p{Cc}<>]*(?:<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(text)) {
    throw new Mistake('an address like medley@example.com or Medley <medley@example.com>')
  }
  return text
}

function parseSmsUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!isHttp || url.username === '' || (url.searchParams.get('From') ?? '') === '') {
    throw new Mistake(
      'an http or https URL with an account and ?From=, like https://sid:token@host/path?From=%2B15550100',
    )
  }
  return text
}

function parseAddresses(text: string): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  const wanted = entries.filter((entry) => entry !== '')
  for (const entry of wanted) {
    const [address = '', bits, ...rest] = entry.split('/')
    const version = isIP(address)
    const widthMax = version === 4 ? 32 : 128
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widthMax)
    // A zone (fe80::1%eth0) names an interface of one machine, not an address of the network.
    if (version === 0 || address.includes('%') || !isRange || rest.length > 0) {
      throw new Mistake(
        `a comma-separated list of IP addresses or CIDR ranges, like 10.0.0.0/8, ::1 (${JSON.stringify(entry)} is neither)`,
      )
    }
  }
  return wanted
}
