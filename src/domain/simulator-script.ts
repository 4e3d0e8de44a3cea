import { Type, type Static } from 'typebox'

import { makeParser } from './parse-body.ts'
import { GatewayError } from './errors.ts'

const Milliseconds = Type.Integer({ minimum: 0, maximum: 3_600_000 })
const closed = { additionalProperties: false }

const ScriptWire = Type.Object(
  {
    /** From start to finish, ms. */
    delayMs: Type.Optional(Milliseconds),
    /** Percentages reported on the way, spread evenly over `delayMs`. */
    progress: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 99 }), { maxItems: 100 })),
    failAt: Type.Optional(Type.Union([Type.Literal('start'), Type.Literal('check'), Type.Literal('finish')])),
    error: Type.Optional(
      Type.Object(
        {
          fault: Type.Optional(
            Type.Union([
              Type.Literal('caller'),
              Type.Literal('policy'),
              Type.Literal('provider'),
              Type.Literal('gateway'),
            ]),
          ),
          retryable: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    /** Accepts the work, then answers the start with a 500. */
    errorAfterAccept: Type.Optional(Type.Boolean()),
    accept: Type.Optional(
      Type.Object(
        {
          /** A second start with the same client reference is the same work. */
          idempotent: Type.Optional(Type.Boolean()),
          /** Started work can be found by its client reference. */
          lookup: Type.Optional(Type.Boolean()),
          /** Accepts this much after it was asked, ms; the start waits for it. */
          delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 120_000 })),
        },
        closed,
      ),
    ),
    /** How many callbacks it sends when done, and how long after being done, ms. */
    callbacks: Type.Optional(
      Type.Object(
        {
          count: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
          delayMs: Type.Optional(Milliseconds),
        },
        closed,
      ),
    ),
    /** Reports, on the way, a status that no adapter knows. */
    unknownStatus: Type.Optional(Type.Boolean()),
    /** What it does when it is asked to stop: it stops, takes no notice, or cannot be asked at all. */
    cancel: Type.Optional(Type.Union([Type.Literal('stops'), Type.Literal('ignored'), Type.Literal('not_supported')])),
    /** How many of the asked results come back. */
    deliver: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    /** Draws the content instead of the task's seed. */
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  },
  closed,
)
export type SimulatorScriptWire = Static<typeof ScriptWire>

/** What a `sim/*` task plays (RULINGS 29), filled in. */
export interface SimulatorScript {
  delayMs: number
  progress: number[]
  failAt: 'start' | 'check' | 'finish' | null
  error: { fault: 'caller' | 'policy' | 'provider' | 'gateway'; retryable: boolean }
  errorAfterAccept: boolean
  accept: { idempotent: boolean; lookup: boolean; delayMs: number }
  callbacks: { count: number; delayMs: number }
  unknownStatus: boolean
  cancel: 'stops' | 'ignored' | 'not_supported'
  deliver: number | null
  seed: number | null
}

export const parseWire = makeParser(ScriptWire)

/** Reads a script as it stands in a request at `path`; absent = done at once, all well. Throws `invalid_request`. */
export function parseScript(value: unknown, path: readonly (string | number)[]): SimulatorScript {
  let wire: SimulatorScriptWire
  try {
    wire = value === undefined || value === null ? {} : parseWire(value)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const issues = (error.details.issues ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
    throw new GatewayError('invalid_request', { issues }, { cause: error })
  }
  return {
    delayMs: wire.delayMs ?? 0,
    progress: wire.progress ?? [],
    failAt: wire.failAt ?? null,
    error: { fault: wire.error?.fault ?? 'provider', retryable: wire.error?.retryable ?? false },
    errorAfterAccept: wire.errorAfterAccept ?? false,
    accept: {
      idempotent: wire.accept?.idempotent ?? true,
      lookup: wire.accept?.lookup ?? true,
      delayMs: wire.accept?.delayMs ?? 0,
    },
    callbacks: { count: wire.callbacks?.count ?? 0, delayMs: wire.callbacks?.delayMs ?? 0 },
    unknownStatus: wire.unknownStatus ?? false,
    cancel: wire.cancel ?? 'stops',
    deliver: wire.deliver ?? null,
    seed: wire.seed ?? null,
  }
}
