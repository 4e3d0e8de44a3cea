import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError, type ClientConfig } from 'pg'
import { StartupError } from '../lib/startup-error.ts'

/** The database exists but cannot keep what Medley promises, or cannot be reached at all. */
export class UnfitDatabaseError extends StartupError {
  override name = 'UnfitDatabaseError'
}

type Facts = {
  version: number
  fsync: string
  synchronous_commit: string
  full_page_writes: string
  server_encoding: string
  in_recovery: boolean
  read_only: string
  plan_cache_mode: string
  process: number
}

/** Each check that fails as a sentence about `place`. */
const factsText = `
  select current_setting('server_version_num')::int as version,
    current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as synchronous_commit,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('server_encoding') as server_encoding,
    pg_is_in_recovery() as in_recovery,
    current_setting('default_transaction_read_only') as read_only,
    current_setting('plan_cache_mode') as plan_cache_mode,
    pg_backend_pid() as process`

/** SQLSTATEs of a server that is starting, stopping or full: worth waiting for. */
const passingStates = new Set(['57P01', '57P02', '57P03', '53300', '08006'])

export async function assertDurable(config: ClientConfig, place: string, patienceMs: number): Promise<void> {
  const first = await connectPatiently(config, place, patienceMs)
  try {
    const facts = await readFacts(first)
    const second = await connectPatiently(config, place, patienceMs)
    try {
      // Two connections at once that share one server process: a pooler lends it out statement by statement.
      const shared = (await readFacts(second)).process === (await readFacts(first)).process
      const faults = listFaults(facts, shared).map((fault) => `${upperFirst(place)} ${fault}.`)
      if (faults.length > 0) throw new UnfitDatabaseError(faults.join('\n'))
    } finally {
      await second.end()
    }
  } finally {
    await first.end()
  }
}

function listFaults(facts: Facts, isShared: boolean): string[] {
  const lossy = 'could lose what it has confirmed; Medley does not keep money in such a database'
  const pooler =
    'is behind a pooler that lends a connection out by the transaction; Medley needs sessions of its own: connect directly, or set the pooler to session mode'
  return [
    facts.version < 170_000 ? `is PostgreSQL ${Math.floor(facts.version / 10_000)}; Medley needs 17 or newer` : null,
    facts.fsync === 'on' ? null : `runs with fsync=off and ${lossy}`,
    facts.full_page_writes === 'on' ? null : `runs with full_page_writes=off and ${lossy}`,
    facts.synchronous_commit === 'off' ? `runs with synchronous_commit=off and ${lossy}` : null,
    facts.server_encoding === 'UTF8' ? null : `has the encoding ${facts.server_encoding}; Medley needs UTF8`,
    facts.in_recovery || facts.read_only === 'on' ? 'is a read-only replica; Medley has to write' : null,
    isShared || facts.plan_cache_mode !== 'force_generic_plan' ? pooler : null,
  ].filter((fault) => fault !== null)
}

async function readFacts(client: Client): Promise<Facts> {
  const { rows } = await client.query<Facts>(factsText)
  const facts = rows[0]
  if (facts === undefined) throw new Error('the database answered without a row')
  return facts
}

/** A server in the same compose file or on the same boot may come up after us. */
async function connectPatiently(config: ClientConfig, place: string, patienceMs: number): Promise<Client> {
  const end = performance.now() + patienceMs
  for (;;) {
    const client = new Client(config)
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      void client.end().catch(() => {})
      if (!isPassing(error) || performance.now() >= end)
        throw new UnfitDatabaseError(explain(error, place), { cause: error })
      await delay(200)
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof DatabaseError ? passingStates.has(error.code ?? '') : true
}

function explain(error: unknown, place: string): string {
  if (!(error instanceof DatabaseError)) {
    const reason = error instanceof AggregateError ? error.errors[0] : error
    return `${upperFirst(place)} does not answer (${reason instanceof Error ? reason.message : String(reason)}).`
  }
  if (error.code === '42704') return `${upperFirst(place)} is older than PostgreSQL 17; Medley needs 17 or newer.`
  if (error.message.includes('unsupported startup parameter')) {
    return `${upperFirst(place)} is behind a pooler that refuses session settings (${error.message}); connect directly.`
  }
  return `${upperFirst(place)} refuses us: ${error.message}.`
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
