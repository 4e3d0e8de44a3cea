import { setTimeout as delay } from 'node:timers/promises'

import { makeActs, type ActOptions } from './acts.ts'
import type { Promised } from './promises.ts'
import type { Receivers } from './receivers.ts'
import { drawDraft, type Draft } from './requests.ts'

/** Clients that create, read and cancel for as long as they are let. */
export interface Load {
  /** Lets them go on. */
  resume(): void
  /** Resolves when none has a request under way. */
  pause(): Promise<void>
  /** Creates one task for sure, patiently; null = not even that went within the time. */
  createOne(withinMs: number): Promise<Promised | null>
}

interface LoadOptions extends ActOptions {
  seed: number
  receivers: Receivers
  /** Creates a second. */
  rate: number
}

const CLIENTS = 16
/** Somebody who has a key asks again for this long. */
const PATIENCE_MS = 60_000
/** The rest are reads. */
const SHARES = { create: 0.65, cancel: 0.15 }

export function startLoad(options: LoadOptions): Load {
  const { promises, random, seed, receivers } = options
  const acts = makeActs(options)
  const state = { isOn: false, drawn: 0, busy: 0 }

  function draw(): Draft {
    const draft = drawDraft(random, (state.drawn += 1), { seed, drawCallback: receivers.drawCallback })
    promises.drafted(draft)
    return draft
  }
  async function act(): Promise<void> {
    const what = random.next()
    if (what < SHARES.create) {
      const draft = draw()
      // Two at once with one key: a client's retry may overtake its first try.
      const both = draft.key !== null && random.chance(0.1)
      await Promise.all([acts.create(draft, PATIENCE_MS), both ? acts.create(draft, PATIENCE_MS) : null])
      return
    }
    const recent = promises.all().slice(-200)
    const task = recent[random.int(0, Math.max(0, recent.length - 1))]
    if (task !== undefined) await (what < SHARES.create + SHARES.cancel ? acts.cancel(task) : acts.read(task))
  }
  async function live(): Promise<void> {
    for (;;) {
      await delay((CLIENTS / options.rate) * SHARES.create * 1000 * (0.5 + random.next()))
      if (!state.isOn) continue
      state.busy += 1
      await act().finally(() => (state.busy -= 1))
    }
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
    createOne(withinMs) {
      const probe = toProbe(draw())
      promises.drafted(probe)
      return acts.create(probe, withinMs)
    },
  }
}

/** Nothing that takes time or fails, for the organisation that is there from the start and waits for nobody. */
function toProbe({ marker }: Draft): Draft {
  return {
    marker,
    dialect: 'beatra',
    path: '/v1/images/generations',
    body: { model: 'sim/image', prompt: marker },
    script: { upstream: 'both', failAt: null, retryable: false, deliver: null, wire: {} },
    count: 1,
    key: marker.replaceAll(' ', '-'),
    organisation: 0,
    callback: null,
  }
}
