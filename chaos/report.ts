/** What a breach of a promise is called in the last line. */
export type FindingKind = 'lost' | 'bought twice' | 'discrepancy'

/** Figures and findings of one run; printed at its end. */
export interface Report {
  /** A promise is broken. The same one is told once. */
  find(kind: FindingKind, text: string): void
  findings(): number
  count(name: string, by?: number): void
  countOf(name: string): number
  /** A figure of which only the greatest counts. */
  peak(name: string, value: number): void
  /** How long it took after a violence until a new task had succeeded. */
  recovered(violence: string, ms: number): void
  /** The round that findings are written to. */
  round: string
  render(): string
}

export function makeReport(seed: number, say: (line: string) => void): Report {
  const found = new Map<string, FindingKind>()
  const counts = new Map<string, number>()
  const recoveries = new Map<string, number[]>()
  const report: Report = {
    round: 'the start',
    find(kind, text) {
      if (found.has(text)) return
      found.set(text, kind)
      say(`FOUND (seed ${seed}, ${report.round}) ${kind}: ${text}`)
    },
    findings: () => found.size,
    count: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    countOf: (name) => counts.get(name) ?? 0,
    peak: (name, value) => void counts.set(name, Math.max(counts.get(name) ?? 0, Math.round(value))),
    recovered(violence, ms) {
      recoveries.set(violence, [...(recoveries.get(violence) ?? []), ms])
    },
    render() {
      const of = (kind: FindingKind): number => [...found.values()].filter((each) => each === kind).length
      const lines = [...recoveries].map(([violence, all]) => {
        const most = (Math.max(...all) / 1000).toFixed(1)
        const mean = (all.reduce((sum, ms) => sum + ms, 0) / all.length / 1000).toFixed(1)
        return `  ${violence.padEnd(30)} ${String(all.length).padStart(4)} rounds, recovered in ${mean} s, at most ${most} s`
      })
      const figures = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([name, n]) => `  ${name.padEnd(62)} ${n}`)
      const longest = Math.max(0, ...[...recoveries.values()].flat()) / 1000
      return [
        `seed ${seed}`,
        ...lines.sort(),
        ...figures,
        `longest recovery ${longest.toFixed(1)} s`,
        `${of('lost')} lost, ${of('bought twice')} bought twice, ${of('discrepancy')} discrepancies`,
        '',
      ].join('\n')
    },
  }
  return report
}
