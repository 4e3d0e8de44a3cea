import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

import type { Random } from './random.ts'

/** A relay that can break the connections that run through it, in the middle of whatever they say. */
export interface CuttingProxy {
  port: number
  /** Each open connection, and each that opens within `forMs`, is cut after a random number of its bytes. Answers how many. */
  cut(forMs: number): Promise<number>
  close(): void
}

/** Where a relayed connection leads: a TCP port of this machine, or a socket's path. */
export type Target = { port: number; host: string } | { path: string }

/** Enough for a whole exchange, so that heads, middles and ends of messages are hit. */
const BYTES_MAX = 4000

interface Pair {
  /** Bytes that may still pass; infinite = it is not to be cut. */
  left: number
  end(): void
}

export async function startCuttingProxy(target: () => Target, random: Random): Promise<CuttingProxy> {
  const pairs = new Set<Pair>()
  const state = { cutUntil: 0, cuts: 0 }
  const server = createServer((client) => {
    const pair = relay(client, connect(target()), (wasCut) => {
      pairs.delete(pair)
      if (wasCut) state.cuts += 1
    })
    pairs.add(pair)
    if (performance.now() < state.cutUntil) pair.left = random.int(0, BYTES_MAX)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server listens on a port')
  return {
    port: address.port,
    async cut(forMs) {
      const before = state.cuts
      state.cutUntil = performance.now() + forMs
      for (const pair of pairs) {
        pair.left = random.int(0, BYTES_MAX)
        if (random.chance(0.3)) pair.end()
      }
      await new Promise((resolve) => setTimeout(resolve, forMs))
      // Who was to be cut but said too little goes on unharmed.
      for (const pair of pairs) pair.left = Number.POSITIVE_INFINITY
      return state.cuts - before
    },
    close() {
      server.close()
      for (const pair of pairs) pair.end()
    },
  }
}

function relay(client: Socket, upstream: Socket, onEnd: (wasCut: boolean) => void): Pair {
  let isOver = false
  const finish = (wasCut: boolean): void => {
    if (isOver) return
    isOver = true
    client.destroy()
    upstream.destroy()
    onEnd(wasCut)
  }
  const pair: Pair = { left: Number.POSITIVE_INFINITY, end: () => finish(true) }
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    from.setNoDelay(true)
    from.on('data', (bytes) => {
      const passes = bytes.subarray(0, pair.left)
      pair.left -= passes.length
      if (pair.left > 0) {
        if (!to.write(passes)) from.pause()
        return
      }
      // What was let through still arrives, then the line is dead.
      to.end(passes, () => finish(true))
    })
    to.on('drain', () => from.resume())
    from.on('end', () => to.end())
    from.on('error', () => finish(false))
    from.on('close', () => finish(false))
  }
  return pair
}
