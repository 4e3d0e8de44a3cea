import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { Agent, request } from 'undici'

import { median, percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import type { Report, Row } from '../lib/report.ts'
import { startChild } from '../lib/start-child.ts'
import { FIRST_KEY, startMedley, verifyMedley } from '../lib/start-medley.ts'
import { untilNoJobs } from '../lib/until-no-jobs.ts'
import { withPostgres } from '../lib/with-postgres.ts'

const RECEIVER = fileURLToPath(new URL('../peers/receive.ts', import.meta.url))
/** What one receiver gets at once, by `core/claim-deliveries.ts`; the plain loop sends as many. */
const AT_ONCE = 32

interface Arrivals {
  /** Epoch ms. */
  at: number[]
  /** Milliseconds after it was raised. */
  after: number[]
}

/**
 * Deliveries a second to a fast receiver beside a plain loop that posts the same bodies; how soon after its task's end a message
 * arrives; and what a fast receiver suffers from a slow and a dead one beside it, a thousand messages each.
 */
export async function benchDeliveries(options: Options): Promise<Report> {
  const count = options.tasks ?? (options.isQuick ? 200 : 1000)
  return await withPostgres(async (postgres) => {
    const receiver = await startChild({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', RECEIVER],
      place: 'rest',
      ready: /^receiving on (.+)$/,
    })
    const [fast = '', slow = '', dead = ''] = receiver.said.split(' ').map((port) => `http://127.0.0.1:${port}`)
    const medley = await startMedley('serve', postgres, { env: { MEDLEY_ALLOW_PRIVATE: '127.0.0.1' } })
    const client = makeClient(medley.said, fast)

    const endpoint = await client.makeEndpoint(`${fast}/fast`)
    await client.live(count, 200)
    const busy = await client.arrived('/fast', count)
    await client.reset()
    await client.live(50, 5)
    const idle = await client.arrived('/fast', 50)
    const alone: number[][] = []
    const plain: number[] = []
    // In turns, and the first turn only warms both up.
    for (let round = 0; round <= options.rounds; round += 1) {
      alone[round] = await client.replay(endpoint, count + 50)
      plain[round] = await postPlainly(`${fast}/plain`, await client.sample(), count * 5)
    }
    await client.makeEndpoint(`${slow}/slow`)
    await client.makeEndpoint(`${dead}/dead`)
    await client.wantNothing(endpoint)
    await client.live(count, 1000)
    await untilNoJobs(postgres)
    const beside = await client.replay(endpoint, count + 50)

    await medley.stop()
    await receiver.stop()
    await verifyMedley(postgres)
    return toReport(count, { busy, idle, alone: alone.slice(1), beside, plain: plain.slice(1) })
  })
}

function makeClient(medley: string, receiver: string) {
  async function send(method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${FIRST_KEY}` }
    const answer = await request(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) })
    const text = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const figures = (): Promise<{ arrivals: Record<string, Arrivals>; sample: string }> =>
    send('GET', `${receiver}/figures`)
  async function arrived(path: string, count: number): Promise<Arrivals> {
    for (;;) {
      const { arrivals } = await figures()
      const seen = arrivals[path]
      if (seen !== undefined && seen.at.length >= count) return seen
      await delay(50)
    }
  }
  const reset = (): Promise<unknown> => send('POST', `${receiver}/reset`)
  return {
    arrived,
    reset,
    sample: async () => (await figures()).sample,
    async makeEndpoint(url: string): Promise<string> {
      const { id } = await send('POST', `${medley}/v1/webhooks/endpoints`, { url, events: ['task.succeeded'] })
      return id
    },
    /** From now on it is told of nothing that happens here; what it was told stays. */
    wantNothing: (endpoint: string): Promise<unknown> =>
      send('PATCH', `${medley}/v1/webhooks/endpoints/${endpoint}`, { events: ['task.failed'] }),
    /** Simulated tasks that are done at once, so many a second. */
    async live(count: number, perSecond: number): Promise<void> {
      const startedAt = performance.now()
      const body = { model: 'sim/image', prompt: 'a red fox', model_options: { simulator: { delayMs: 0 } } }
      const waiting: Promise<unknown>[] = []
      for (let index = 0; index < count; index += 1) {
        const aheadMs = (index * 1000) / perSecond - (performance.now() - startedAt)
        if (aheadMs > 1) await delay(aheadMs)
        waiting.push(send('POST', `${medley}/v1/images/generations`, body))
      }
      await Promise.all(waiting)
    },
    /** Sends all of an endpoint's messages again; when each came, after the moment of asking. */
    async replay(endpoint: string, count: number): Promise<number[]> {
      await reset()
      const since = new Date(Date.now() - 3_600_000).toISOString()
      const askedAt = Date.now()
      await send('POST', `${medley}/v1/webhooks/replay`, { endpoint_id: endpoint, since, only_failed: false })
      const { at } = await arrived('/fast', count)
      return at.map((time) => time - askedAt)
    },
  }
}

/** Posts a body again and again, as many at once as Medley does; answers how many a second. */
async function postPlainly(url: string, body: string, count: number): Promise<number> {
  const dispatcher = new Agent({ connections: AT_ONCE })
  let left = count
  const startedAt = performance.now()
  async function post(): Promise<void> {
    while (left > 0) {
      left -= 1
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      await answer.body.dump()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, post))
  const perSecond = count / ((performance.now() - startedAt) / 1000)
  await dispatcher.close()
  return perSecond
}

function toReport(
  count: number,
  figures: { busy: Arrivals; idle: Arrivals; alone: number[][]; beside: number[]; plain: number[] },
): Report {
  const { busy, idle, beside } = figures
  const perSecond = (times: number[]): number => (times.length / (Math.max(...times) - Math.min(...times))) * 1000
  const alone = figures.alone.flat()
  const alonePerSecond = median(figures.alone.map(perSecond))
  const plain = median(figures.plain)
  const row = (subject: string, ms: number[]): Row => ({
    subject,
    messages: ms.length,
    'p50 ms': percentile(ms, 0.5),
    'p99 ms': percentile(ms, 0.99),
  })
  return {
    name: 'deliveries',
    rows: [
      row('after the end, 5 tasks a second', idle.after),
      row('after the end, 200 tasks a second', busy.after),
      { ...row('replay to a fast receiver alone', alone), 'a second': alonePerSecond },
      { ...row('the same beside a slow and a dead one', beside), 'a second': perSecond(beside) },
      { subject: 'plain loop', messages: count * 5, 'a second': plain },
    ],
    aims: [
      { name: 'deliveries a second, of a plain loop’s', value: alonePerSecond / plain, aim: 0.5 },
      { name: 'idle: p50 ms', value: percentile(idle.after, 0.5), aim: 50, atMost: true },
      { name: 'idle: p99 ms', value: percentile(idle.after, 0.99), aim: 250, atMost: true },
      { name: '200 tasks a second: p50 ms', value: percentile(busy.after, 0.5), aim: 50, atMost: true },
      { name: '200 tasks a second: p99 ms', value: percentile(busy.after, 0.99), aim: 250, atMost: true },
      {
        name: 'p99 of a fast receiver beside a slow and a dead one, of alone',
        value: percentile(beside, 0.99) / percentile(alone, 0.99),
        aim: 2,
        atMost: true,
      },
    ],
    remarks: [
      'a message is raised in its task’s own transaction; the time until it arrives includes that commit',
      `replays begin with everything stored; the receivers got ${count} messages each before`,
      'rates are medians of rounds in which replay and plain loop take turns, after one that is not counted',
    ],
  }
}
