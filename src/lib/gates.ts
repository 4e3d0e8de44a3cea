/** A gate for each key: so many pass at once, the others wait in order. */
export interface Gates<Key> {
  /** Runs `work` when there is room behind the key's gate, and settles as it does. */
  pass<Result>(key: Key, work: () => Promise<Result>): Promise<Result>
}

interface Gate {
  inside: number
  waiting: (() => void)[]
}

export function makeGates<Key>(most: number): Gates<Key> {
  const gates = new Map<Key, Gate>()

  function leave(key: Key, gate: Gate): void {
    const next = gate.waiting.shift()
    if (next !== undefined) return next()
    gate.inside -= 1
    if (gate.inside === 0) gates.delete(key)
  }

  return {
    async pass(key, work) {
      const gate = gates.get(key) ?? { inside: 0, waiting: [] }
      gates.set(key, gate)
      // Who leaves hands the place to the first who waits.
      if (gate.inside < most) gate.inside += 1
      else await new Promise<void>((resolve) => gate.waiting.push(resolve))
      try {
        return await work()
      } finally {
        leave(key, gate)
      }
    },
  }
}
