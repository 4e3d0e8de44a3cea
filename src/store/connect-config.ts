import type { ClientConfig } from 'pg'
import type { EmbeddedConnection } from '../lib/embedded-postgres/instance-file.ts'
import { columnTypes } from './column-types.ts'

/** Where the database is: the embedded server's socket, or DATABASE_URL. */
export type DatabaseTarget = { connection: EmbeddedConnection } | { url: string }

export type SessionSettings = Readonly<Record<string, string | number>>

/**
 * Session settings travel with the connection's start: they hold from the first statement, they survive `discard all`, and
 * a pooler that would drop them says so. Written in DATABASE_URL as `?options=…`, a person's own come first, ours win.
 */
export function connectConfig(target: DatabaseTarget, name: string, settings: SessionSettings): ClientConfig {
  const ours = Object.entries({ timezone: 'UTC', datestyle: 'ISO', ...settings })
    .map(([setting, value]) => `-c ${setting}=${value}`)
    .join(' ')
  const shared: ClientConfig = {
    application_name: name,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
  if ('connection' in target) return { ...shared, ...target.connection, options: ours }
  const url = new URL(target.url)
  const theirs = url.searchParams.get('options')
  url.searchParams.delete('options')
  return { ...shared, connectionString: url.href, options: theirs === null ? ours : `${theirs} ${ours}` }
}

/** For sentences: never the password. */
export function describeTarget(target: DatabaseTarget): string {
  if ('connection' in target) return 'the embedded database'
  const { hostname, port, pathname } = new URL(target.url)
  return `the database ${decodeURIComponent(pathname.slice(1))} on ${hostname}${port === '' ? '' : `:${port}`} (DATABASE_URL)`
}
