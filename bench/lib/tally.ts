import type { Outcome } from './make-ask.ts'

/** Counts by kind, most first when read. */
export interface Tally {
  add(kind: string): void
  of(kind: string): number
  /** `202: 40, 503: 2`, or `none`. */
  text(): string
  entries(): [string, number][]
}

export function makeTally(): Tally {
  const counts = new Map<string, number>()
  const entries = (): [string, number][] => [...counts].toSorted(([, a], [, b]) => b - a)
  return {
    add: (kind) => void counts.set(kind, (counts.get(kind) ?? 0) + 1),
    of: (kind) => counts.get(kind) ?? 0,
    text: () =>
      entries()
        .map(([kind, count]) => `${kind}: ${count}`)
        .join(', ') || 'none',
    entries,
  }
}

/** What a client would say of an outcome: its status, or how the connection was lost. */
export function kindOf(outcome: Outcome): string {
  if (outcome.kind === 'answered') return String(outcome.status)
  return outcome.isReused ? `${outcome.code} of a kept connection` : outcome.code
}
