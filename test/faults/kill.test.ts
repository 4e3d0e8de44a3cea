import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { findRunningInstance } from '../../src/lib/embedded-postgres/find-running-instance.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import { makeDatabase, type Database } from '../../src/store/make-database.ts'
import {
  killProcess,
  newFolder,
  readyUrlOf,
  runProcess,
  startProcess,
  stopProcess,
  type MedleyProcess,
} from '../helpers/medley-process.ts'
import { quietLog } from '../helpers/quiet-log.ts'
import { at, until } from '../helpers/start-medley.ts'

const ROUNDS = 10
const SENDERS = 6
const KILL_KEY = 'medley-kill-key-0123456789abcdef'
const dataDir = join(newFolder(), 'data')
const env = { MEDLEY_DATA: dataDir, MEDLEY_API_KEY: KILL_KEY, MEDLEY_CREDITS: '1000000' }

/** One seed, as the property tests have: a green stays green. Whoever hunts draws others. */
const seed = Number(process.env['MEDLEY_PROPERTY_SEED'] ?? 1)
let state = seed
function draw(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
  return Math.floor((state / 0x80000000) * below)
}

/** What is sent: by what upstream it is done, and the body. */
interface Order {
  kind: 'studio' | 'certain' | 'neither'
  body: string
  key: string | null
}
interface Acknowledged extends Order {
  id: string
}

function drawOrder(serial: number): Order {
  const key = draw(2) === 0 ? `kill-${seed}-${serial}` : null
  const pick = draw(16)
  if (pick === 0) {
    return { kind: 'studio', key, body: body('studio-image-1', 'generate-image', { prompt: `a cat, ${serial}` }) }
  }
  if (pick < 3) {
    return { kind: 'studio', key, body: body('studio-lyrics-1', 'generate-lyrics', { prompt: `rain, ${serial}` }) }
  }
  const kind = pick === 3 ? 'neither' : 'certain'
  const isLookup = draw(2) === 0
  const accept =
    kind === 'neither'
      ? { idempotent: false, lookup: false, delayMs: draw(100) }
      : { idempotent: !isLookup || draw(2) === 0, lookup: isLookup, delayMs: draw(100) }
  const script = { delayMs: draw(3) === 0 ? 0 : draw(1500), accept, errorAfterAccept: draw(5) === 0 }
  return { kind, key, body: body('sim/lyrics', 'generate-lyrics', { prompt: `fog, ${serial}`, script }) }
}

function body(model: string, feature: string, inputParameters: object): string {
  return JSON.stringify({ model, feature, inputParameters })
}

/** The acknowledged id; null when the process died before it answered. */
async function send(url: string, order: Order): Promise<string | null> {
  const key = order.key === null ? {} : { 'idempotency-key': order.key }
  const headers = { 'x-api-key': KILL_KEY, 'content-type': 'application/json', ...key }
  let status: number
  let text: string
  try {
    const response = await fetch(`${url}/api/v1/tasks`, { method: 'POST', headers, body: order.body })
    status = response.status
    text = await response.text()
  } catch {
    return null
  }
  if (status !== 200) throw new Error(`a create was answered ${status}: ${text}`)
  const id = parseTaskId(String(at(JSON.parse(text), 'taskId') ?? at(JSON.parse(text), 'id')))
  if (id === null) throw new Error(`a create was answered without an id: ${text}`)
  return id
}

interface Books {
  serial: number
  acknowledged: Acknowledged[]
  /** Sent with a key, and the answer never came: sent again after the restart. */
  unanswered: Order[]
}

interface Started {
  medley: MedleyProcess
  url: string
  database: Database
}

/** Several clients create until so many were acknowledged, and the process is killed under them. */
async function createUntilKilled({ medley, url }: Started, books: Books, acks: number): Promise<void> {
  let count = 0
  let isKilled = false
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (!isKilled) {
        const order = books.unanswered.pop() ?? drawOrder((books.serial += 1))
        const id = await send(url, order)
        if (id === null) {
          if (order.key !== null) books.unanswered.push(order)
          continue
        }
        books.acknowledged.push({ ...order, id })
        count += 1
        if (count < acks || isKilled) continue
        isKilled = true
        medley.signal('SIGKILL')
      }
    }),
  )
  await killProcess(medley)
}

async function restart(): Promise<Started> {
  const medley = startProcess(['serve'], env)
  const url = await readyUrlOf(medley)
  const instance = await findRunningInstance(dataDir)
  if (instance === null) throw new Error('the instance that has said it is ready cannot be found')
  const database = makeDatabase({ connection: instance.connection, poolSize: 2, log: quietLog })
  // The dead one's lease need not be waited for, nor the time in which its requests might still arrive: they died with it.
  await database.query('end-leases', `update workers set lease_until = now() - interval '1 second' where pid <> $1`, [
    medley.pid,
  ])
  await database.query(
    'age-purchases',
    `update purchases set sent_at = sent_at - interval '1 hour' where state in ('sending', 'unknown')`,
    [],
  )
  return { medley, url, database }
}

/** What waits for its time is looked at now; who is uncertain for good reaches the deadline. */
async function untilAllEnded(database: Database, uncertain: readonly string[]): Promise<void> {
  await until(async () => {
    await database.query(
      'hurry',
      'update jobs set run_at = now() where phase = 2 and worker is null and run_at > now()',
      [],
    )
    const left = await database.query<{ task: string }>('left', 'select task from jobs limit 1000', [])
    if (left.length > 0 && left.every(({ task }) => uncertain.includes(task))) {
      await database.query('late', `update jobs set deadline = now() - interval '1 second' where phase = 2`, [])
    }
    return left.length === 0 ? true : null
  }, 300_000)
}

interface Ended {
  id: string
  status: number
  error: string | null
  buys: number
}

/** Every task with how often its provider was made to accept it, by the simulator's own journal. */
async function readEnded(database: Database): Promise<Map<string, Ended>> {
  const tasks = await database.query<Omit<Ended, 'buys'>>('ended', 'select id, status, error from tasks', [])
  const purchases = await database.query<{ id: string; task: string }>('bought', 'select id, task from purchases', [])
  const taskOf = new Map(purchases.map((purchase) => [purchase.id, purchase.task]))
  const ended = new Map(tasks.map((task) => [task.id, { ...task, buys: 0 }]))
  const journal = readFileSync(join(dataDir, 'simulator', 'starts.jsonl'), 'utf8')
  for (const line of journal.split('\n').filter(Boolean)) {
    const task = ended.get(taskOf.get(JSON.parse(line).clientReference) ?? '')
    if (task === undefined) throw new Error(`the journal has a start that nobody knows of: ${line}`)
    task.buys += 1
  }
  return ended
}

function expectEnd(order: Acknowledged, end: Ended | undefined): void {
  const what = `${JSON.stringify(order)} ${JSON.stringify(end)} (seed ${seed})`
  expect(end, what).toBeDefined()
  const isUnknown = end?.status === 4 && (end.error ?? '').includes('upstream_outcome_unknown')
  if (order.kind === 'neither') {
    expect(end?.status === 3 || isUnknown, what).toBe(true)
    expect(end?.buys, what).toBeLessThanOrEqual(1)
  } else {
    expect(end?.status, what).toBe(3)
    expect(end?.buys, what).toBe(order.kind === 'studio' ? 0 : 1)
  }
}

test('ten times kill -9 under load: every acknowledged create ends well, nothing is bought twice, the books are right', async () => {
  const books: Books = { serial: 0, acknowledged: [], unanswered: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = await restart()
    await started.database.close()
    await createUntilKilled(started, books, 1 + draw(40))
  }

  const { medley, url, database } = await restart()
  try {
    // What was never answered, with its key once more; and keys that were answered: the same tasks, whatever has happened.
    for (const order of books.unanswered.splice(0)) {
      books.acknowledged.push({ ...order, id: (await send(url, order)) ?? 'none' })
    }
    const keyed = books.acknowledged.filter((order) => order.key !== null)
    for (const order of keyed) expect(await send(url, order)).toBe(order.id)

    const uncertain = await database.query<{ id: string }>('all', 'select id from tasks', [])
    const certain = new Set(books.acknowledged.filter((order) => order.kind !== 'neither').map((order) => order.id))
    await untilAllEnded(
      database,
      uncertain.map((task) => task.id).filter((id) => !certain.has(id)),
    )
    const ended = await readEnded(database)
    for (const order of books.acknowledged) expectEnd(order, ended.get(order.id))
    expect(new Set(keyed.map((order) => order.key)).size).toBe(new Set(keyed.map((order) => order.id)).size)
    expect(books.acknowledged.length).toBeGreaterThan(50)
  } finally {
    await database.close()
  }
  expect(await stopProcess(medley)).toBe(0)
  expect(await runProcess(['verify'], env)).toEqual({ code: 0, stdout: '0 discrepancies\n', stderr: '' })
}, 1_200_000)
