// A process: `node receive.ts`. Receives webhooks on three ports, each an origin of its own: one answers at once, one after ten
// seconds, one never. `GET /figures` on the first says what came; `POST /reset` forgets it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const SLOW_MS = 10_000

/** Of each path when its messages came, and how long after they were raised: epoch ms and ms. */
const arrivals = new Map<string, { at: number[]; after: number[] }>()
let sample = ''

function listen(answer: () => Promise<void>): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const url = request.url ?? ''
    if (url === '/figures') return response.end(JSON.stringify({ arrivals: Object.fromEntries(arrivals), sample }))
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (url === '/reset') {
      arrivals.clear()
      return response.end()
    }
    const now = Date.now()
    const seen = arrivals.get(url) ?? { at: [], after: [] }
    arrivals.set(url, seen)
    sample = Buffer.concat(chunks).toString()
    seen.at.push(now)
    seen.after.push(now - Date.parse(/"timestamp":"([^"]+)"/.exec(sample.slice(0, 100))?.[1] ?? ''))
    await answer()
    return response.end()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address()
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 })
    })
  })
}

const fast = await listen(async () => {})
const slow = await listen(() => delay(SLOW_MS))
const dead = await listen(() => new Promise(() => {}))
process.stdout.write(`receiving on ${[fast, slow, dead].map(({ port }) => port).join(' ')}\n`)
process.on('SIGTERM', () => process.exit(0))
