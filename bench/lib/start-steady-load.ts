import { randomInt } from 'node:crypto'

import type { SimulatorScriptWire } from '../../src/domain/simulator-script.ts'
import { makeAsk, type Outcome } from './make-ask.ts'
import { LIFE_PATH, lifeBody } from './requests.ts'
import { kindOf, makeTally, type Tally } from './tally.ts'

export interface SteadyLoad {
  creates: Tally
  reads: Tally
  /** Whose create was answered with a 2xx. */
  acknowledged: { id: string; key: string }[]
  /** Of all answers. */
  latencies: number[]
  /** Resolves when everything asked was answered or lost. */
  stop(): Promise<void>
}

interface SteadyOptions {
  /** Asked in turn, whether they are there or not, as a balancer without health checks does. */
  urls: readonly string[]
  keys: readonly string[]
  scripts: readonly SimulatorScriptWire[]
  createsPerSecond: number
}

/** Creates, and as many reads, at a rate that waits for no answer. Nothing is tried again: every outcome is counted. */
export function startSteadyLoad(options: SteadyOptions): SteadyLoad {
  const { ask, close } = makeAsk(256)
  const underWay = new Set<Promise<void>>()
  const load = {
    creates: makeTally(),
    reads: makeTally(),
    acknowledged: new Array<{ id: string; key: string }>(),
    latencies: new Array<number>(),
  }
  let turn = 0

  async function count(tally: Tally, asked: Promise<Outcome>): Promise<Outcome> {
    const outcome = await asked
    tally.add(kindOf(outcome))
    if (outcome.kind === 'answered') load.latencies.push(outcome.ms)
    return outcome
  }
  async function create(url: string): Promise<void> {
    const key = options.keys[turn % options.keys.length] ?? ''
    // Not in step with the servers: each of them gets each script.
    const body = lifeBody(options.scripts[randomInt(options.scripts.length)] ?? {})
    const question = { method: 'POST', url: `${url}${LIFE_PATH}`, headers: { 'x-api-key': key }, body } as const
    const outcome = await count(load.creates, ask(question))
    if (outcome.kind !== 'answered' || outcome.status !== 200) return
    load.acknowledged.push({ id: JSON.parse(outcome.body).data.task_id, key })
  }
  async function read(url: string): Promise<void> {
    const known = load.acknowledged[randomInt(Math.max(1, load.acknowledged.length))]
    if (known === undefined) return
    const headers = { 'x-api-key': known.key }
    await count(load.reads, ask({ method: 'GET', url: `${url}${LIFE_PATH}/${known.id}`, headers }))
  }
  function follow(work: Promise<void>): void {
    const followed = work.finally(() => underWay.delete(followed))
    underWay.add(followed)
  }

  const timer = setInterval(() => {
    turn += 1
    const url = options.urls[turn % options.urls.length] ?? ''
    follow(create(url))
    follow(read(url))
  }, 1000 / options.createsPerSecond)
  return {
    ...load,
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
      close()
    },
  }
}
