import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * How open connections end when the server stops: each with the answer to the last request that came on it. A client may send
 * several at once; all that were begun are answered, and what comes after the end was told is not looked at.
 */
export interface ConnectionEnds {
  /** A request has come, and is going to be answered. */
  begin(request: IncomingMessage, response: ServerResponse): void
  /** Whether its connection was told its end: no answer could go out any more, so nothing may come of what it still brings. */
  isTold(request: IncomingMessage): boolean
  /** Asked when an answer's head goes out: whether it has to tell the end. */
  endsWith(request: IncomingMessage): boolean
  stop(): void
}

export function makeConnectionEnds(): ConnectionEnds {
  let stopping = false
  /** The last request of each connection; null once its end is told. */
  const lastRequests = new WeakMap<Socket, IncomingMessage | null>()

  function endsWith(request: IncomingMessage): boolean {
    if (!stopping || lastRequests.get(request.socket) !== request) return false
    lastRequests.set(request.socket, null)
    return true
  }

  return {
    begin(request, response) {
      const { socket } = request
      lastRequests.set(socket, request)
      response.on('close', () => {
        // Its head was out before the stop began. Node ends only connections that are idle at that moment.
        if (endsWith(request)) socket.destroySoon()
      })
    },
    isTold: ({ socket }) => lastRequests.get(socket) === null,
    endsWith,
    stop: () => {
      stopping = true
    },
  }
}
