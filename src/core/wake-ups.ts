import type { Uuid } from '../lib/ids.ts'

/** Says across processes that something is to be looked at. Only hints: whoever misses one finds the work by its poll. */
export interface WakeUps {
  /** Jobs became ready or due. */
  jobsReady(): void
  /** A job of this process will be due in `delayMs`: it looks then, and not only at its next poll. */
  jobsReadyIn(delayMs: number): void
  /** A task ended or is asked to end while somebody may work on it. */
  stopWork(task: Uuid): void
  onJobsReady(listener: () => void): void
  onStopWork(listener: (task: Uuid) => void): void
  /** A notification of another process. */
  receive(payload: string): void
  /** This process hears notifications (again): what came meanwhile is lost, so everybody looks. */
  listening(): void
}

/** Long enough to gather a burst, short enough that nobody notices. */
const DEBOUNCE_MS = 5
/** What lies further off than the worker's poll is found by the poll. */
const POLL_MS = 1000
/** A notification holds less than 8,000 bytes; ids are 36 characters. */
const IDS_MAX = 150

interface Message {
  from: string
  stop: Uuid[]
}

/**
 * Local listeners hear at once; other processes by a debounced NOTIFY after the commit. Never inside a transaction: NOTIFY
 * takes a lock of the whole database until commit (measured 4-6 times fewer commits).
 */
export function makeWakeUps(self: string, notify: (payload: string) => Promise<unknown>): WakeUps {
  const readyListeners: (() => void)[] = []
  const stopListeners: ((task: Uuid) => void)[] = []
  const stops: Uuid[] = []
  let isScheduled = false

  function send(): void {
    isScheduled = false
    const message: Message = { from: self, stop: stops.splice(0, IDS_MAX) }
    // A lost notification costs a poll interval, nothing else.
    notify(JSON.stringify(message)).catch(() => {})
    if (stops.length > 0) schedule()
  }
  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setTimeout(send, DEBOUNCE_MS).unref()
  }

  const wakeAll = (): void => readyListeners.forEach((listener) => listener())

  return {
    jobsReady() {
      wakeAll()
      schedule()
    },
    jobsReadyIn(delayMs) {
      if (delayMs > POLL_MS) return
      setTimeout(wakeAll, delayMs + 1).unref()
    },
    stopWork(task) {
      for (const listener of stopListeners) listener(task)
      stops.push(task)
      schedule()
    },
    onJobsReady: (listener) => void readyListeners.push(listener),
    onStopWork: (listener) => void stopListeners.push(listener),
    receive(payload) {
      const message: Message = JSON.parse(payload)
      if (message.from === self) return
      for (const task of message.stop) for (const listener of stopListeners) listener(task)
      wakeAll()
    },
    listening: wakeAll,
  }
}
