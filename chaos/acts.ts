import { setTimeout as delay } from 'node:timers/promises'

import { DIALECT_NAMES, type DialectName } from '../src/domain/task.ts'
import { parseTaskId } from '../src/lib/ids.ts'
import { asJson, isJsonObject } from '../src/lib/json.ts'
import type { Answer, Client } from './client.ts'
import type { Promised, Promises } from './promises.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import { cancelRequest, endIn, idIn, READ_PATHS, type Draft } from './requests.ts'

/** What a client does; whatever it is told is written down. */
export interface Acts {
  /** With a key, again and again until it is accepted; without, once. Null = it never was, as far as we know. */
  create(draft: Draft, withinMs: number): Promise<Promised | null>
  /** Asks once more with the key of a task that it was given long ago; it is that task, whatever became of it. */
  repeat(task: Promised): Promise<void>
  /** Asks for something else with a used key. */
  misuse(task: Promised): Promise<void>
  cancel(task: Promised): Promise<void>
  read(task: Promised): Promise<void>
}

export interface ActOptions {
  /** Of the first organisation and of the second. */
  clients: readonly [Client, Client]
  promises: Promises
  report: Report
  random: Random
}

export function makeActs({ clients, promises, report, random }: ActOptions): Acts {
  function note(what: string, { status }: Answer): void {
    if (status === 0) report.count(`${what}: connection broken or no answer in time`)
    else if (status >= 500) report.count(`${what}: answered ${status}`)
  }
  /** `mayBe` = refusals that are right for a task of that status. */
  function learn(task: Promised, dialect: DialectName, { status, body }: Answer, mayBe: readonly number[]): void {
    if (status === 0 || status >= 500 || mayBe.includes(status)) return
    if (status === 404) report.find('lost', `task ${task.id} was acknowledged and is 404`)
    else if (status >= 300) report.find('discrepancy', `task ${task.id}: answered ${status} by ${dialect}`)
    // PiAPI says failed of what was canceled.
    const end = dialect === 'piapi' ? null : endIn(body)
    if (end !== null) promises.ended(task.id, end)
  }
  return {
    async create(draft, withinMs) {
      const end = Date.now() + withinMs
      for (;;) {
        const answer = await clients[draft.organisation].send('POST', draft.path, { body: draft.body, key: draft.key })
        const { status, body } = answer
        note('create', answer)
        const id = status >= 200 && status < 300 ? parseTaskId(idIn(draft.dialect, body) ?? '') : null
        if (id !== null) {
          promises.acknowledged(draft, id)
          return promises.of(id)
        }
        if (status >= 200 && status < 500) {
          report.find('discrepancy', `a create was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`)
          return null
        }
        if (draft.key === null || Date.now() > end) return null
        await delay(100 + random.int(0, 400))
      }
    },
    async repeat({ id, draft }) {
      const answer = await clients[draft.organisation].send('POST', draft.path, { body: draft.body, key: draft.key })
      const { status, body } = answer
      note('repeat', answer)
      if (status === 0 || status >= 500) return
      const told = status < 300 ? parseTaskId(idIn(draft.dialect, body) ?? '') : null
      if (told === id) report.count('repeats answered with the task of the first time')
      else
        report.find('discrepancy', `the key of task ${id} was answered ${status} with ${told ?? JSON.stringify(body)}`)
    },
    async misuse({ id, draft }) {
      const other = JSON.stringify(draft.body).replaceAll(draft.marker, `${draft.marker} another`)
      const body = asJson(JSON.parse(other))
      if (!isJsonObject(body)) throw new Error('a body is not an object')
      const answer = await clients[draft.organisation].send('POST', draft.path, { body, key: draft.key })
      note('misuse', answer)
      if (answer.status === 0 || answer.status >= 500) return
      if (answer.status === 409) report.count('other requests under a used key, refused')
      else report.find('discrepancy', `another request under the key of task ${id} was answered ${answer.status}`)
    },
    async cancel(task) {
      const dialect = random.pick(DIALECT_NAMES)
      const { method, path } = cancelRequest(dialect, task.id)
      promises.cancelAsked(task.id)
      const answer = await clients[task.draft.organisation].send(method, path)
      note('cancel', answer)
      // PiAPI cancels what is pending only, OmnAPI nothing that has completed or failed (RULINGS 45, 60).
      learn(task, dialect, answer, dialect === 'beatra' ? [] : [400])
    },
    async read(task) {
      const dialect = random.pick(DIALECT_NAMES)
      const answer = await clients[task.draft.organisation].send('GET', `${READ_PATHS[dialect]}${task.id}`)
      note('read', answer)
      learn(task, dialect, answer, [])
    },
  }
}
