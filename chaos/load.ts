import { setTimeout as delay } from 'node:timers/promises'

import { parseTaskId } from '../src/lib/ids.ts'
import { DIALECT_NAMES, type DialectName } from '../src/domain/task.ts'
import type { Answer, Client } from './client.ts'
import type { Promised, Promises } from './promises.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import { cancelRequest, drawDraft, endIn, idIn, READ_PATHS, type Draft } from './requests.ts'

/** Clients that create, read and cancel for as long as they are let. */
export interface Load {
  /** Lets them go on. */
  resume(): void
  /** Resolves when none has a request under way. */
  pause(): Promise<void>
  /** Creates one task for sure, patiently, and answers its id; null = not even that went within the time. */
  createOne(withinMs: number): Promise<Promised | null>
}

interface LoadOptions {
  /** Of the first organisation and of the second. */
  clients: readonly [Client, Client]
  promises: Promises
  report: Report
  random: Random
  seed: number
  /** Creates a second. */
  rate: number
}

const CLIENTS = 16
/** Somebody who has a key asks again for this long. */
const PATIENCE_MS = 60_000
const SHARES = { create: 0.65, cancel: 0.15 }

export function startLoad(options: LoadOptions): Load {
  const { promises, report, random, clients } = options
  const state = { isOn: false, next: 0, busy: 0 }
  const clientOf = (draft: Draft): Client => clients[draft.organisation]

  function draft(): Draft {
    const drawn = drawDraft(random, (state.next += 1), options.seed)
    promises.drafted(drawn)
    return drawn
  }
  async function live(): Promise<void> {
    for (;;) {
      await delay((CLIENTS / options.rate) * SHARES.create * 1000 * (0.5 + random.next()))
      if (!state.isOn) continue
      state.busy += 1
      await act().finally(() => (state.busy -= 1))
    }
  }
  async function act(): Promise<void> {
    const what = random.next()
    if (what < SHARES.create) {
      const drawn = draft()
      // Two at once with one key: a client's retry may overtake its first try.
      const both = drawn.key !== null && random.chance(0.1)
      await Promise.all([create(drawn, PATIENCE_MS), both ? create(drawn, PATIENCE_MS) : null])
      return
    }
    const recent = promises.all().slice(-200)
    const task = recent[random.int(0, Math.max(0, recent.length - 1))]
    if (task === undefined) return
    if (what < SHARES.create + SHARES.cancel) await cancel(task)
    else await read(task)
  }
  async function create(drawn: Draft, withinMs: number): Promise<Promised | null> {
    const end = Date.now() + withinMs
    for (;;) {
      const answer = await clientOf(drawn).send('POST', drawn.path, { body: drawn.body, key: drawn.key })
      note('create', answer)
      const id =
        answer.status >= 200 && answer.status < 300 ? parseTaskId(idIn(drawn.dialect, answer.body) ?? '') : null
      if (id !== null) {
        promises.acknowledged(drawn, id)
        return promises.of(id)
      }
      if (answer.status >= 200 && answer.status < 500) {
        report.find(
          'discrepancy',
          `a create was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
        )
        return null
      }
      if (drawn.key === null || Date.now() > end) return null
      await delay(100 + random.int(0, 400))
    }
  }
  async function cancel(task: Promised): Promise<void> {
    const dialect = random.pick(DIALECT_NAMES)
    const { method, path } = cancelRequest(dialect, task.id)
    promises.cancelAsked(task.id)
    const answer = await clientOf(task.draft).send(method, path)
    note('cancel', answer)
    // PiAPI cancels what is pending only, OmnAPI nothing that has completed or failed (RULINGS 45, 60).
    learn(task, dialect, answer, dialect === 'beatra' ? [] : [400])
  }
  async function read(task: Promised): Promise<void> {
    const dialect = random.pick(DIALECT_NAMES)
    const answer = await clientOf(task.draft).send('GET', `${READ_PATHS[dialect]}${task.id}`)
    note('read', answer)
    learn(task, dialect, answer, [])
  }
  function learn(task: Promised, dialect: DialectName, answer: Answer, mayBe: readonly number[]): void {
    const { status, body } = answer
    if (status === 0 || status >= 500 || mayBe.includes(status)) return
    if (status === 404) report.find('lost', `task ${task.id} was acknowledged and is 404`)
    else if (status >= 300) report.find('discrepancy', `task ${task.id}: answered ${status} by ${dialect}`)
    const end = dialect === 'piapi' ? null : endIn(body)
    if (end !== null) promises.ended(task.id, end)
  }
  function note(what: string, { status }: Answer): void {
    if (status === 0) report.count(`${what}: connection broken or no answer in time`)
    else if (status >= 500) report.count(`${what}: answered ${status}`)
  }

  for (let index = 0; index < CLIENTS; index += 1) void live()
  return {
    resume() {
      state.isOn = true
    },
    async pause() {
      state.isOn = false
      while (state.busy > 0) await delay(20)
    },
    async createOne(withinMs) {
      const drawn = draft()
      const upstream = { upstream: 'both', failAt: null, retryable: false, deliver: null, wire: {} } as const
      const probe: Draft = {
        ...drawn,
        dialect: 'beatra',
        path: '/v1/images/generations',
        body: { model: 'sim/image', prompt: drawn.marker },
        script: upstream,
        count: 1,
        key: drawn.marker.replaceAll(' ', '-'),
        // It is there from the start, and waits for nobody.
        organisation: 0,
      }
      promises.drafted(probe)
      return await create(probe, withinMs)
    },
  }
}
