import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { MESSAGE_KINDS } from '../src/domain/message.ts'
import type { DialectName } from '../src/domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../src/lib/json.ts'
import type { Client } from './client.ts'
import { makeFleet, type Fleet } from './fleet.ts'
import type { LogNotes } from './log-notes.ts'
import type { Random } from './random.ts'

/** Where a client wants to be told of its task's end. */
export interface Callback {
  url: string
  /** PiAPI's: sent along. */
  secret: string
}

/** Clients' receivers: as many processes, which are killed and frozen as Medley's are. */
export interface Receivers {
  fleet: Fleet
  /** The files in which they write down what came. */
  journals: readonly string[]
  /** For some tasks; the URL is each task's own. */
  drawCallback(random: Random, number: number, organisation: 0 | 1): Callback | null
  /** Makes the endpoints and learns the secrets, by the API, then starts them. Of the first and second organisation. */
  open(clients: readonly [Client, Client]): Promise<void>
  /** From now on they answer 200 to everything. */
  heal(): Promise<void>
}

export const RECEIVERS_COUNT = 3
/** Of the tasks, so many have a URL of their own. */
const OWN_URL = 0.5

/** Whom an organisation wants to be told, of what; `dialect` = its default URL in that API. */
interface Wanted {
  name: string
  organisation: 0 | 1
  receiver: number
  events: readonly string[] | null
  dialect: DialectName | null
}

const ENDPOINTS: readonly Wanted[] = [
  {
    name: 'all',
    organisation: 0,
    receiver: 0,
    events: MESSAGE_KINDS.filter((kind) => kind !== 'endpoint.disabled'),
    dialect: null,
  },
  { name: 'failures', organisation: 0, receiver: 1, events: ['task.failed', 'task.canceled'], dialect: null },
  { name: 'omnapi', organisation: 0, receiver: 2, events: null, dialect: 'omnapi' },
  { name: 'successes', organisation: 1, receiver: 1, events: ['task.running', 'task.succeeded'], dialect: null },
  { name: 'piapi', organisation: 1, receiver: 0, events: null, dialect: 'piapi' },
]

interface ReceiversOptions {
  folder: string
  repo: string
  seed: number
  ports: readonly number[]
  notes: LogNotes
}

export function makeReceivers({ folder, repo, seed, ports, notes }: ReceiversOptions): Receivers {
  mkdirSync(folder, { recursive: true })
  const fleet = makeFleet({ folder, repo, notes })
  const journals = ports.map((_port, index) => join(folder, `receiver-${index + 1}.jsonl`))
  const secretsFile = join(folder, 'secrets.json')
  const originOf = (index: number): string => `http://127.0.0.1:${ports[index % RECEIVERS_COUNT]}`

  function start(mood: 'flaky' | 'well'): void {
    fleet.start(
      ports.map((port, index) => {
        const args = [String(port), journals[index] ?? '', secretsFile, String(seed), mood]
        const program = [join(repo, 'chaos', 'receiver.ts'), ...args]
        return { name: `receiver-${index + 1}`, role: 'receiver' as const, program, env: {} }
      }),
    )
  }
  return {
    fleet,
    journals,
    drawCallback(random, number, organisation) {
      if (!random.chance(OWN_URL)) return null
      const url = `${originOf(random.int(0, RECEIVERS_COUNT - 1))}/task/${organisation}/${number}`
      return { url, secret: `secret of ${number}` }
    },
    async open(clients) {
      const secrets: Record<string, string> = {}
      for (const [index, client] of clients.entries()) {
        const { body } = await client.send('GET', '/v1/webhooks/secret')
        secrets[`task/${index}`] = secretIn(isJsonObject(body) && Array.isArray(body['data']) ? body['data'][0] : null)
      }
      for (const { name, organisation, receiver, events, dialect } of ENDPOINTS) {
        const url = `${originOf(receiver)}/endpoint/${name}`
        const wanted: JsonObject = { url, dialect, ...(events === null ? {} : { events: [...events] }) }
        const { body } = await clients[organisation].send('POST', '/v1/webhooks/endpoints', { body: wanted })
        secrets[`endpoint/${name}`] = secretIn(body)
      }
      writeFileSync(secretsFile, JSON.stringify(secrets))
      start('flaky')
    },
    async heal() {
      await fleet.stop()
      start('well')
    },
  }
}

function secretIn(body: JsonValue | undefined): string {
  const secret = isJsonObject(body) ? body['secret'] : null
  if (typeof secret !== 'string') throw new Error(`no secret was given: ${JSON.stringify(body)}`)
  return secret
}
