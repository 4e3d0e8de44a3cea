// A client's webhook receiver, a process of its own: `node receiver.ts <port> <journal> <secrets> <seed> <flaky|well>`. Writes
// down what comes before it answers, so that a kill -9 may cost the answer and never the record. A flaky one often fails.
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

import { Webhook } from 'standardwebhooks'

import { asJson, isJsonObject, type JsonObject } from '../src/lib/json.ts'
import { parseMessageId, readNotice, type Answer, type Arrival } from './arrivals.ts'
import { makeRandom } from './random.ts'

const [port = '', journal = '', secretsFile = '', seed = '', mood = ''] = process.argv.slice(2)
const random = makeRandom(Number(seed) + process.pid)
/** By the first two parts of the path that it is posted to. */
const secrets: Readonly<Record<string, string>> = JSON.parse(readFileSync(secretsFile, 'utf8'))

const LATE_MS_MAX = 3000
/** Of the messages, each is refused until the receiver is well. */
const STUBBORN = 1 / 100

createServer((request, response) => void receive(request, response)).listen(Number(port), '127.0.0.1')

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
  } catch {
    // Cut off before it was whole: nothing has come.
    return
  }
  const arrival = toArrival(request, Buffer.concat(chunks).toString())
  appendFileSync(journal, `${JSON.stringify(arrival)}\n`)
  await answer(response, arrival.answer)
}

function toArrival(request: IncomingMessage, text: string): Arrival {
  const { headers, url: path = '' } = request
  const header = (name: string): string => String(headers[name] ?? '')
  const message = parseMessageId(header('webhook-id'))
  if (message === null) throw new Error(`not the id of a message: ${header('webhook-id')}`)
  return {
    message,
    at: Date.now(),
    sentAt: Number(header('webhook-timestamp')),
    path,
    ...readNotice(parse(text)),
    sequence: Number(header('webhook-sequence')),
    secret: typeof headers['x-webhook-secret'] === 'string' ? headers['x-webhook-secret'] : null,
    isSigned: isSigned(path, text, header),
    answer: mood === 'flaky' ? drawAnswer(message) : 'taken',
  }
}

function isSigned(path: string, text: string, header: (name: string) => string): boolean {
  const secret = secrets[path.split('/').slice(1, 3).join('/')] ?? ''
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  try {
    new Webhook(secret).verify(text, Object.fromEntries(names.map((name) => [name, header(name)])))
    return true
  } catch {
    return false
  }
}

function drawAnswer(message: string): Answer {
  // The last digits of the id are drawn by chance.
  if (Number.parseInt(message.slice(-6), 16) / 0x1000000 < STUBBORN) return 'refused 500'
  const chance = random.next()
  if (chance < 0.05) return 'refused 500'
  if (chance < 0.06) return 'refused 503'
  if (chance < 0.09) return 'closed'
  if (chance < 0.12) return 'taken late'
  return chance < 0.122 ? 'hung' : 'taken'
}

async function answer(response: ServerResponse, how: Answer): Promise<void> {
  switch (how) {
    case 'taken late':
      await delay(random.int(100, LATE_MS_MAX))
      response.end()
      return
    case 'taken':
      response.end()
      return
    case 'refused 500':
      response.writeHead(500).end()
      return
    case 'refused 503':
      response.writeHead(503, { 'retry-after': '1' }).end()
      return
    case 'closed':
      response.destroy()
      return
    case 'hung':
  }
}

function parse(text: string): JsonObject {
  const value = asJson(JSON.parse(text))
  if (!isJsonObject(value)) throw new Error('not an object')
  return value
}
