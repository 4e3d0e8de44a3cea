import { fromShortId, toShortId, type Uuid } from '../lib/ids.ts'

/** Says across processes that something is to be looked at. Only hints: whoever misses one finds the work by its poll. */
export interface WakeUps {
  /** Jobs became ready or due. */
  jobsReady(): void
  /** A job of this process will be due in `delayMs`: it looks then, and not only at its next poll. */
  jobsReadyIn(delayMs: number): void
  /** A task ended or is asked to end while somebody may work on it. */
  stopWork(task: Uuid): void
  taskEnded(task: Uuid): void
  /** A task runs, and this is how far it is. */
  taskMoved(organisation: number, task: Uuid, progress: number): void
  /** The log of an organisation has new events. */
  logGrown(organisation: number): void
  /** Messages for clients are to be delivered. */
  messagesRaised(): void
  /** There is a new version of the prices. */
  pricesChanged(): void
  onJobsReady(listener: () => void): void
  onStopWork(listener: (task: Uuid) => void): void
  onTaskEnded(listener: (task: Uuid) => void): void
  onTaskMoved(listener: (organisation: number, task: Uuid, progress: number) => void): void
  onLogGrown(listener: (organisation: number) => void): void
  onMessages(listener: () => void): void
  onPrices(listener: () => void): void
  /** Hints may have been missed: everybody looks at everything waited for. */
  onMissed(listener: () => void): void
  /** A notification of another process. */
  receive(payload: string): void
  /** This process hears notifications (again): what came meanwhile is lost. */
  listening(): void
}

/** Long enough to gather a burst, short enough that nobody notices. */
const DEBOUNCE_MS = 5
/** Progress is for eyes. */
const MOVED_DEBOUNCE_MS = 100
/** What lies further off than the worker's poll is found by the poll. */
const POLL_MS = 1000
/** A notification holds less than 8,000 bytes: some three hundred hints. */
const PAYLOAD_MAX = 7900

type Hint =
  | { kind: 'jobs' }
  | { kind: 'stop'; task: Uuid }
  | { kind: 'ended'; task: Uuid }
  | { kind: 'moved'; organisation: number; task: Uuid; progress: number }
  | { kind: 'grown'; organisation: number }
  | { kind: 'messages' }
  | { kind: 'prices' }

interface Listeners {
  jobs: (() => void)[]
  stop: ((task: Uuid) => void)[]
  ended: ((task: Uuid) => void)[]
  moved: ((organisation: number, task: Uuid, progress: number) => void)[]
  grown: ((organisation: number) => void)[]
  messages: (() => void)[]
  prices: (() => void)[]
  missed: (() => void)[]
}

/**
 * Local listeners hear at once; other processes by a debounced NOTIFY after the commit. Never inside a transaction: NOTIFY
 * takes a lock of the whole database until commit (measured 4-6 times fewer commits).
 */
export function makeWakeUps(self: string, notify: (payload: string) => Promise<unknown>): WakeUps {
  const listeners: Listeners = {
    jobs: [],
    stop: [],
    ended: [],
    moved: [],
    grown: [],
    messages: [],
    prices: [],
    missed: [],
  }
  const outbox = makeOutbox(self, notify)

  function hear(hint: Hint): void {
    switch (hint.kind) {
      case 'jobs':
        return listeners.jobs.forEach((listener) => listener())
      case 'stop':
        return listeners.stop.forEach((listener) => listener(hint.task))
      case 'ended':
        return listeners.ended.forEach((listener) => listener(hint.task))
      case 'moved':
        return listeners.moved.forEach((listener) => listener(hint.organisation, hint.task, hint.progress))
      case 'grown':
        return listeners.grown.forEach((listener) => listener(hint.organisation))
      case 'messages':
        return listeners.messages.forEach((listener) => listener())
      case 'prices':
        return listeners.prices.forEach((listener) => listener())
    }
  }
  function tell(hint: Hint): void {
    hear(hint)
    outbox.add(hint)
  }

  return {
    jobsReady: () => tell({ kind: 'jobs' }),
    jobsReadyIn(delayMs) {
      if (delayMs > POLL_MS) return
      setTimeout(hear, delayMs + 1, { kind: 'jobs' }).unref()
    },
    stopWork: (task) => tell({ kind: 'stop', task }),
    taskEnded: (task) => tell({ kind: 'ended', task }),
    taskMoved: (organisation, task, progress) => tell({ kind: 'moved', organisation, task, progress }),
    logGrown: (organisation) => tell({ kind: 'grown', organisation }),
    messagesRaised: () => tell({ kind: 'messages' }),
    pricesChanged: () => tell({ kind: 'prices' }),
    onJobsReady: (listener) => void listeners.jobs.push(listener),
    onStopWork: (listener) => void listeners.stop.push(listener),
    onTaskEnded: (listener) => void listeners.ended.push(listener),
    onTaskMoved: (listener) => void listeners.moved.push(listener),
    onLogGrown: (listener) => void listeners.grown.push(listener),
    onMessages: (listener) => void listeners.messages.push(listener),
    onPrices: (listener) => void listeners.prices.push(listener),
    onMissed: (listener) => void listeners.missed.push(listener),
    receive(payload) {
      const [from, ...hints] = payload.split(' ')
      if (from === self) return
      for (const text of hints) {
        const hint = parseHint(text)
        if (hint !== null) hear(hint)
      }
    },
    listening() {
      hear({ kind: 'jobs' })
      hear({ kind: 'messages' })
      hear({ kind: 'prices' })
      for (const listener of listeners.missed) listener()
    },
  }
}

/** Gathers hints, each once, and sends them in as few notifications as hold them. */
function makeOutbox(self: string, notify: (payload: string) => Promise<unknown>) {
  // By what they are about: of two about the progress of one task the later counts.
  const waiting = new Map<string, string>()
  let timer: NodeJS.Timeout | null = null
  let isSoon = false

  function schedule(soon: boolean): void {
    if (timer !== null && (isSoon || !soon)) return
    if (timer !== null) clearTimeout(timer)
    isSoon = soon
    timer = setTimeout(send, soon ? DEBOUNCE_MS : MOVED_DEBOUNCE_MS).unref()
  }
  function send(): void {
    timer = null
    let payload = self
    for (const [key, text] of waiting) {
      if (payload.length + text.length >= PAYLOAD_MAX) break
      payload += ` ${text}`
      waiting.delete(key)
    }
    // A lost notification costs a poll interval, nothing else.
    notify(payload).catch(() => {})
    if (waiting.size > 0) schedule(true)
  }

  return {
    add(hint: Hint): void {
      const text = renderHint(hint)
      waiting.set(hint.kind === 'moved' ? `m${hint.task}` : text, text)
      schedule(hint.kind !== 'moved')
    },
  }
}

function renderHint(hint: Hint): string {
  switch (hint.kind) {
    case 'jobs':
      return 'j'
    case 'stop':
      return `s${toShortId(hint.task)}`
    case 'ended':
      return `e${toShortId(hint.task)}`
    case 'moved':
      return `m${toShortId(hint.task)}${hint.organisation}:${hint.progress}`
    case 'grown':
      return `g${hint.organisation}`
    case 'messages':
      return 'd'
    case 'prices':
      return 'p'
  }
}

/** Null = a process of another release says what we do not know. */
function parseHint(text: string): Hint | null {
  const rest = text.slice(1)
  switch (text[0]) {
    case 'j':
      return { kind: 'jobs' }
    case 's':
      return { kind: 'stop', task: fromShortId(rest) }
    case 'e':
      return { kind: 'ended', task: fromShortId(rest) }
    case 'm': {
      const [organisation, progress] = rest.slice(22).split(':').map(Number)
      return {
        kind: 'moved',
        task: fromShortId(rest.slice(0, 22)),
        organisation: organisation ?? 0,
        progress: progress ?? 0,
      }
    }
    case 'g':
      return { kind: 'grown', organisation: Number(rest) }
    case 'd':
      return { kind: 'messages' }
    case 'p':
      return { kind: 'prices' }
    default:
      return null
  }
}
