import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'

/**
 * How open connections end when the server stops: each with the answer to the last request that came on it. A client may send
 * several at once; all that were begun are answered, and what comes after the end was told is not looked at. A connection
 * that waits for a request is closed once it has waited for a while: closed at once, it would meet the next request of a
 * client that is busy with it. In the end whoever is still slow to send or to read is cut off: no client makes a stop longer.
 */
export interface ConnectionEnds {
  open(socket: Socket): void
  /** A request has come, and is going to be answered, unless its connection has brought too many at once: that one ends. */
  begin(request: IncomingMessage, response: ServerResponse): void
  /** Whether its connection was told its end: no answer could go out any more, so nothing may come of what it still brings. */
  isTold(request: IncomingMessage): boolean
  /** Asked when an answer's head goes out: whether it has to tell the end. */
  endsWith(request: IncomingMessage): boolean
  /** Resolves when no connection waits for a request any more; those left are being answered, and end with that. */
  stop(): Promise<void>
}

/** Requests that one connection may have under way: more than clients send before they look at an answer. */
export const PIPELINED_MAX = 250

interface Connection {
  socket: Socket
  lastRequest: IncomingMessage | null
  /** Requests that are not answered yet. */
  openCount: number
  isTold: boolean
  /** In milliseconds of `performance.now()`; null while an answer is owed. */
  idleSince: number | null
}

/**
 * @param idleMs how long a connection has to have waited for a request before a stop closes it
 * @param stopMs after which a stop closes what is left
 */
export function makeConnectionEnds({ idleMs, stopMs }: { idleMs: number; stopMs: number }): ConnectionEnds {
  let stopping = false
  let isOver = false
  const connections = new Map<Socket, Connection>()
  const closings = new Set<Promise<void>>()

  async function closeWhenIdle(connection: Connection): Promise<void> {
    const { socket, idleSince } = connection
    if (idleSince === null) return
    await delay(Math.max(0, idleSince + idleMs - performance.now()))
    // What it has brought and nobody has read is read first, which takes a whole turn.
    await turn()
    await turn()
    if (connection.idleSince === idleSince) socket.destroySoon()
  }

  function closeInStop(connection: Connection): void {
    const closing = closeWhenIdle(connection).finally(() => closings.delete(closing))
    closings.add(closing)
  }

  function cutOff(): void {
    isOver = true
    for (const socket of connections.keys()) socket.destroy()
  }

  return {
    open(socket) {
      if (isOver) {
        socket.destroy()
        return
      }
      const idleSince = performance.now()
      const connection = { socket, lastRequest: null, openCount: 0, isTold: false, idleSince }
      connections.set(socket, connection)
      socket.on('close', () => connections.delete(socket))
      // Clients may go on to connect for as long as the server listens, which is until `stop` resolves.
      if (stopping) void closeWhenIdle(connection)
    },
    begin(request, response) {
      const connection = connections.get(request.socket)
      if (connection === undefined) return
      connection.lastRequest = request
      connection.idleSince = null
      connection.openCount += 1
      // Node reads on for as long as no answer waits for the client, and would hold all of them.
      if (connection.openCount > PIPELINED_MAX) connection.socket.destroy()
      response.on('close', () => {
        connection.openCount -= 1
        if (connection.lastRequest !== request || connection.isTold) return
        connection.idleSince = performance.now()
        // Its head was out before the stop began.
        if (stopping) closeInStop(connection)
      })
    },
    isTold: ({ socket }) => socket.destroyed || (connections.get(socket)?.isTold ?? false),
    endsWith(request) {
      const connection = connections.get(request.socket)
      if (!stopping || connection === undefined || connection.lastRequest !== request) return false
      connection.isTold = true
      return true
    },
    async stop() {
      stopping = true
      setTimeout(cutOff, stopMs).unref()
      for (const connection of connections.values()) closeInStop(connection)
      while (closings.size > 0) await Promise.all(closings)
    },
  }
}
