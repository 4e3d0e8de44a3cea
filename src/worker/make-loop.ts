import type { Logger } from '../lib/log.ts'

export interface Loop {
  /** Runs a turn, or one more when one is under way. */
  look(): void
  /** Resolves when the last turn is over; none follows. */
  stop(): Promise<void>
}

/** Runs `turn` whenever asked, one at a time; asking during a turn makes one more follow. A turn that throws is logged. */
export function makeLoop(log: Logger, turn: () => Promise<void>): Loop {
  const state = { isAsked: false, isStopped: false }
  let current: Promise<void> | null = null
  async function run(): Promise<void> {
    while (state.isAsked && !state.isStopped) {
      state.isAsked = false
      await turn().catch((error: unknown) => log.warn({ error }, 'claim failed: the next poll tries again'))
    }
    current = null
  }
  return {
    look() {
      state.isAsked = true
      if (!state.isStopped) current ??= run()
    },
    async stop() {
      state.isStopped = true
      await current
    },
  }
}
