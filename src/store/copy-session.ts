import { once } from 'node:events'
import { Readable } from 'node:stream'
import { Client, type Connection, type Submittable } from 'pg'
import { connectConfig, type DatabaseTarget } from './connect-config.ts'
import type { Session } from './make-database.ts'

// What `pg` has for drivers of the copy protocol, and its types leave out.
declare module 'pg' {
  interface Connection {
    sendCopyFromChunk(chunk: Uint8Array): void
    endCopyFrom(): void
    sendCopyFail(message: string): void
  }
}

/**
 * A connection of its own without time limits, whose texts are the same on every server: what one session copies out,
 * another copies in to the same value, whatever both databases' settings are.
 */
export type CopySession = Session & {
  /** Runs a `copy … to stdout` and lends its bytes to `consume`, which has to read all of them. Answers the number of rows. */
  copyOut<T>(text: string, consume: (source: Readable) => Promise<T>): Promise<{ rows: number; result: T }>
  /** Runs a `copy … from stdin` with the bytes of `source`. Answers the number of rows. */
  copyIn(text: string, source: AsyncIterable<Uint8Array>): Promise<number>
}

const exactSettings = {
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  extra_float_digits: 1,
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  jit: 'off',
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  transaction_timeout: 0,
}

/** Lends a copy session; whatever it was doing when `work` ends is broken off, and an open transaction rolled back. */
export async function withCopySession<T>(
  target: DatabaseTarget,
  work: (session: CopySession) => Promise<T>,
): Promise<T> {
  const client = new Client(connectConfig(target, 'medley copy', exactSettings))
  client.on('error', () => {})
  await client.connect()
  try {
    return await work({
      execute: async (text, values) => {
        const { rows } = await client.query(text, values === undefined ? undefined : [...values])
        return rows
      },
      copyOut: (text, consume) => copyOut(client, text, consume),
      copyIn: (text, source) => copyIn(client, text, source),
    })
  } finally {
    await client.end()
  }
}

/** A row a message is what the server sends; handing each on by itself would cost more than copying it. */
const blockBytes = 65_536

async function copyOut<T>(client: Client, text: string, consume: (source: Readable) => Promise<T>) {
  let paused: Connection | null = null
  const source = new Readable({
    highWaterMark: 4 * blockBytes,
    read() {
      paused?.stream.resume()
      paused = null
    },
  })
  let block: Buffer[] = []
  let size = 0
  function pass(): boolean {
    const bytes = Buffer.concat(block, size)
    block = []
    size = 0
    return source.push(bytes)
  }
  const rows = runCopy(client, text, {
    handleCopyData({ chunk }, connection) {
      // A view into the connection's own buffer, which the next read overwrites.
      block.push(Buffer.from(chunk))
      size += chunk.length
      if (size < blockBytes || pass() || source.destroyed) return
      paused = connection
      connection.stream.pause()
    },
    handleCopyInResponse: (connection) => connection.sendCopyFail('nothing to copy in'),
  }).then(
    (count) => {
      if (size > 0) pass()
      source.push(null)
      return count
    },
    (error: unknown) => {
      source.destroy(error instanceof Error ? error : new Error(String(error)))
      throw error
    },
  )
  // Whichever fails first is told; the other's failure follows from it.
  rows.catch(() => {})
  const result = await consume(source)
  return { rows: await rows, result }
}

async function copyIn(client: Client, text: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  const asked = Promise.withResolvers<Connection>()
  const copied = runCopy(client, text, {
    handleCopyData: () => {},
    handleCopyInResponse: asked.resolve,
  })
  const failed = copied.then(() => new Promise<never>(() => {}))
  failed.catch(() => {})
  const connection = await Promise.race([asked.promise, failed])
  try {
    for await (const chunk of source) {
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain) await Promise.race([once(connection.stream, 'drain'), failed])
    }
    connection.endCopyFrom()
  } catch (error) {
    connection.sendCopyFail('the source of the copy could not be read')
    await copied.catch(() => {})
    throw error
  }
  return await copied
}

type CopyHandlers = {
  handleCopyData(message: { chunk: Uint8Array }, connection: Connection): void
  handleCopyInResponse(connection: Connection): void
}

/** Runs one copy statement by the simple protocol; answers its number of rows. */
function runCopy(client: Client, text: string, handlers: CopyHandlers): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let rows = 0
  const query: Submittable & CopyHandlers & Record<string, unknown> = {
    ...handlers,
    submit: (connection) => connection.query(text),
    handleError: reject,
    handleCommandComplete: (message: { text: string }) => {
      rows = Number(/^COPY (\d+)$/.exec(message.text)?.[1])
    },
    handleReadyForQuery: () => resolve(rows),
    handleEmptyQuery: () => {},
    handleRowDescription: () => {},
    handleDataRow: () => {},
  }
  client.query(query)
  return promise
}
