import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { renderSettingsPage, settings } from './settings.ts'

/** The sentences that a set of values is refused with. */
function refusals(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

test('an empty environment gives the documented defaults', () => {
  const config = readConfig({})
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 4100,
    portGiven: false,
    dataDir: resolve('data'),
    databaseUrl: null,
    poolSize: 8,
    publicUrl: null,
    firstApiKey: null,
    firstCredits: 1_000_000_000n,
    stopSeconds: 10,
    simulator: true,
    logLevel: 'info',
    studioThreads: config.studioThreads,
    studioNice: 15,
    artifactDays: 30,
    pricesPath: null,
    auditHour: 3,
    allowPrivate: [],
    secret: null,
    signUp: 'invited',
    keysMax: 100,
    smtpUrl: null,
    mailFrom: null,
    smsUrl: null,
    trustedProxies: [],
  })
  expect(config.studioThreads).toBeGreaterThanOrEqual(1)
  expect(Object.isFrozen(config) && Object.isFrozen(config.allowPrivate)).toBe(true)
})

test('every value is read as it is meant', () => {
  const config = readConfig({
    HOST: '[::]',
    PORT: '0',
    MEDLEY_DATA: '/srv/medley',
    DATABASE_URL: 'postgres://medley:p%40ss@db.example.com/medley',
    MEDLEY_DB_CONNECTIONS: '20',
    MEDLEY_PUBLIC_URL: 'https://Media.example.com/gateway/',
    MEDLEY_API_KEY: 'x'.repeat(24),
    MEDLEY_CREDITS: '2500.0725',
    MEDLEY_STOP_SECONDS: '30',
    MEDLEY_SIMULATOR: 'off',
    MEDLEY_LOG_LEVEL: 'debug',
    MEDLEY_STUDIO_THREADS: '3',
    MEDLEY_STUDIO_NICE: '0',
    MEDLEY_ARTIFACT_DAYS: '7',
    MEDLEY_PRICES: '/srv/prices.json',
    MEDLEY_AUDIT_HOUR: '0',
    MEDLEY_ALLOW_PRIVATE: '127.0.0.1, 10.0.0.0/8,::1, fd00::/8',
    MEDLEY_SECRET: 's'.repeat(32),
    MEDLEY_SIGN_UP: 'open',
    MEDLEY_SMTP_URL: 'smtps://medley:p%40ss@mail.example.com:465',
    MEDLEY_MAIL_FROM: 'Medley <medley@example.com>',
    MEDLEY_SMS_URL: 'https://AC1:token@sms.example.com/Messages.json?From=%2B15550100',
    MEDLEY_KEYS_MAX: '7',
    MEDLEY_TRUSTED_PROXIES: '10.0.0.1',
  })
  expect(config).toEqual({
    host: '::',
    port: 0,
    portGiven: true,
    dataDir: '/srv/medley',
    databaseUrl: 'postgres://medley:p%40ss@db.example.com/medley',
    poolSize: 20,
    publicUrl: 'https://media.example.com/gateway',
    firstApiKey: 'x'.repeat(24),
    firstCredits: 25_000_725n,
    stopSeconds: 30,
    simulator: false,
    logLevel: 'debug',
    studioThreads: 3,
    studioNice: 0,
    artifactDays: 7,
    pricesPath: '/srv/prices.json',
    auditHour: 0,
    allowPrivate: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'],
    secret: 's'.repeat(32),
    signUp: 'open',
    keysMax: 7,
    smtpUrl: 'smtps://medley:p%40ss@mail.example.com:465',
    mailFrom: 'Medley <medley@example.com>',
    smsUrl: 'https://AC1:token@sms.example.com/Messages.json?From=%2B15550100',
    trustedProxies: ['10.0.0.1'],
  })
})

test('an empty value counts as unset', () => {
  const env = Object.fromEntries(settings.map(({ name }) => [name, ' ']))
  expect(readConfig(env)).toEqual(readConfig({}))
})

test('a public URL at the root has no trailing slash', () => {
  expect(readConfig({ MEDLEY_PUBLIC_URL: 'http://localhost:4100/' }).publicUrl).toBe('http://localhost:4100')
})

test.each([
  ['0', 0n],
  ['0.0001', 1n],
  ['900719925474.0991', 9_007_199_254_740_991n],
])('%s credits are exactly %s units', (text, units) => {
  expect(readConfig({ MEDLEY_CREDITS: text }).firstCredits).toBe(units)
})

test.each([
  ['HOST', 'not a host'],
  ['MEDLEY_SECRET', 'too-short'],
  ['MEDLEY_SIGN_UP', 'closed'],
  ['MEDLEY_SMTP_URL', 'mail.example.com'],
  ['MEDLEY_SMTP_URL', 'https://mail.example.com'],
  ['MEDLEY_MAIL_FROM', 'Medley'],
  ['MEDLEY_MAIL_FROM', 'Medley <a@example.com>, <b@example.com>'],
  ['MEDLEY_SMS_URL', 'https://sms.example.com/Messages.json?From=%2B15550100'],
  ['MEDLEY_SMS_URL', 'https://AC1:token@sms.example.com/Messages.json'],
  ['MEDLEY_TRUSTED_PROXIES', 'proxy.example.com'],
  ['HOST', 'http://127.0.0.1'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '4100x'],
  ['PORT', '1e3'],
  ['MEDLEY_DATA', 'a\0b'],
  ['DATABASE_URL', 'mysql://localhost/medley'],
  ['DATABASE_URL', 'postgres://user:p@ss@:5432:9/x'],
  ['MEDLEY_DB_CONNECTIONS', '0'],
  ['MEDLEY_DB_CONNECTIONS', '81'],
  ['MEDLEY_PUBLIC_URL', 'ftp://example.com'],
  ['MEDLEY_PUBLIC_URL', 'example.com'],
  ['MEDLEY_PUBLIC_URL', 'https://user:password@example.com'],
  ['MEDLEY_PUBLIC_URL', 'https://example.com/?a=1'],
  ['MEDLEY_API_KEY', 'x'.repeat(23)],
  ['MEDLEY_API_KEY', 'x'.repeat(129)],
  ['MEDLEY_API_KEY', `${'x'.repeat(24)} y`],
  ['MEDLEY_API_KEY', 'ö'.repeat(24)],
  ['MEDLEY_CREDITS', '-1'],
  ['MEDLEY_CREDITS', '0.00001'],
  ['MEDLEY_CREDITS', '1,000'],
  ['MEDLEY_CREDITS', '900719925474.0992'],
  ['MEDLEY_STOP_SECONDS', '0'],
  ['MEDLEY_SIMULATOR', 'yes'],
  ['MEDLEY_LOG_LEVEL', 'verbose'],
  ['MEDLEY_STUDIO_THREADS', '1.5'],
  ['MEDLEY_STUDIO_NICE', '20'],
  ['MEDLEY_ARTIFACT_DAYS', '0'],
  ['MEDLEY_ALLOW_PRIVATE', 'localhost'],
  ['MEDLEY_ALLOW_PRIVATE', '10.0.0.0/33'],
  ['MEDLEY_ALLOW_PRIVATE', '10.0.0.0/8/8'],
  ['MEDLEY_ALLOW_PRIVATE', 'fe80::1%eth0'],
])('%s=%j is refused in one sentence that names it', (name, value) => {
  const sentences = refusals({ [name]: value })
  expect(sentences).toHaveLength(1)
  expect(sentences[0]).toMatch(new RegExp(`^${name} must be .+\\.$`))
})

test('all mistakes are told at once, and secrets are never repeated', () => {
  const sentences = refusals({ PORT: 'x', MEDLEY_API_KEY: 'my-secret', DATABASE_URL: 'mysql://me:my-secret@db/x' })
  expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual(['PORT', 'DATABASE_URL', 'MEDLEY_API_KEY'])
  expect(sentences.join('\n')).not.toContain('my-secret')
})

test('the settings page is the settings table (vitest -u writes it)', async () => {
  await expect(renderSettingsPage()).toMatchFileSnapshot('../docs/settings.md')
})
