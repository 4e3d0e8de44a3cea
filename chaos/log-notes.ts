import { isJsonObject } from '../src/lib/json.ts'
import type { ProcessSpec } from './fleet.ts'
import type { Report } from './report.ts'

/** What a run learns from its processes' logs and ends. */
export interface LogNotes {
  onLine(process: string, line: Readonly<Record<string, unknown>>, text: string): void
  onEnd(spec: ProcessSpec, code: number | null, signal: NodeJS.Signals | null): void
  onStuck(spec: ProcessSpec): void
  /** An attempt at it broke by an exception, which counts as a try without a purchase that was refused. */
  brokenAttempts: ReadonlySet<string>
}

/** Faults that are worth a figure; everything at the level of an error is one. */
const TOLD = new Set([
  'jobs taken over from a dead worker',
  'lease lost: its jobs are left to others',
  'batch repeated',
])
/** pino's words, and the database owner's. */
const ERROR_LEVELS = new Set(['error', 'fatal'])

export function makeLogNotes(report: Report): LogNotes {
  const broken = new Set<string>()
  return {
    brokenAttempts: broken,
    onLine(process, line, text) {
      const message = textOf(line['msg'])
      if (message === 'attempt failed') broken.add(textOf(line['task']))
      if (ERROR_LEVELS.has(textOf(line['level'])) || TOLD.has(message)) report.count(`log: ${message.slice(0, 50)}`)
      // A deadlock says that somebody does not keep the order of locks (DESIGN 4, engine-review hole 19).
      if (/40P01|deadlock detected/.test(text))
        report.find('discrepancy', `deadlock in ${process}: ${text.slice(0, 300)}`)
    },
    onEnd(spec, code, signal) {
      report.count(`ended by itself: ${spec.role} (${signal ?? `exit ${code}`})`)
    },
    onStuck(spec) {
      report.find('discrepancy', `${spec.name} did not stop within its time`)
    },
  }
}

/** Takes one line of a process's stderr; what is no JSON is a crash telling its stack. */
export function readLogLine(notes: LogNotes, process: string, text: string): void {
  let line: unknown = null
  try {
    line = JSON.parse(text)
  } catch {
    // A stack, or a warning of Node's.
  }
  notes.onLine(process, isJsonObject(line) ? line : {}, text)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
