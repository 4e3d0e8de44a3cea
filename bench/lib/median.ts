import type { LoadFigures } from './load.ts'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** The nearest value below which `share` of them lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Each figure's own median. */
export function medianFigures(runs: readonly LoadFigures[]): LoadFigures {
  const pick = (key: keyof LoadFigures): number => median(runs.map((run) => run[key]))
  return {
    perSecond: pick('perSecond'),
    p50Ms: pick('p50Ms'),
    p99Ms: pick('p99Ms'),
    cpuMicros: pick('cpuMicros'),
    busy: pick('busy'),
    requests: pick('requests'),
  }
}
