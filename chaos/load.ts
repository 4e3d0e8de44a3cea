import { setTimeout as delay } from 'node:timers/promises'

import { makeActs, type ActOptions } from './acts.ts'
import type { Adjustments } from './adjustments.ts'
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
  adjustments: Adjustments
  seed: number
  receivers: Receivers
  /** Creates a second. */
  rate: number
}

const CLIENTS = 16
/** Somebody who has a key asks again for this long. */
const PATIENCE_MS = 60_000
/** How often each act is chosen; what is left are reads. */
const SHARES = { create: 0.6, cancel: 0.14, repeat: 0.07, misuse: 0.02, adjust: 0.04 }
const EDGES = edgesOf(SHARES)

export function startLoad(options: LoadOptions): Load {
  const { promises, random, seed, receivers, adjustments } = options
  const acts = makeActs(options)
  const state = { isOn: false, drawn: 0, busy: 0 }

  function draw(): Draft {
    const draft = drawDraft(random, (state.drawn += 1), { seed, drawCallback: receivers.drawCallback })
    promises.drafted(draft)
    return draft
  }
  async function act(): Promise<void> {
    const what = random.next()
    if (what < EDGES.create) {
      const draft = draw()
      // Two at once with one key: a client's retry may overtake its first try.
      const both = draft.key !== null && random.chance(0.1)
      await Promise.all([acts.create(draft, PATIENCE_MS), both ? acts.create(draft, PATIENCE_MS) : null])
      return
    }
    if (what < EDGES.cancel) return await withOneOf(promises.all().slice(-200), acts.cancel)
    const keyed = promises.all().filter(({ draft }) => draft.key !== null)
    if (what < EDGES.repeat) return await withOneOf(keyed, acts.repeat)
    if (what < EDGES.misuse) return await withOneOf(keyed, acts.misuse)
    if (what < EDGES.adjust) return await adjustments.adjust(PATIENCE_MS)
    await withOneOf(promises.all().slice(-200), acts.read)
  }
  async function withOneOf(tasks: readonly Promised[], does: (task: Promised) => Promise<void>): Promise<void> {
    const task = tasks[random.int(0, Math.max(0, tasks.length - 1))]
    if (task !== undefined) await does(task)
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

/** Where each share ends on the way from 0 to 1. */
function edgesOf({ create, cancel, repeat, misuse, adjust }: typeof SHARES): typeof SHARES {
  let edge = 0
  const next = (share: number): number => (edge += share)
  return {
    create: next(create),
    cancel: next(cancel),
    repeat: next(repeat),
    misuse: next(misuse),
    adjust: next(adjust),
  }
}
