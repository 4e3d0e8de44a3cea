/**
 * The organisations of a process that hold as many of its `most` places as are still free: they get no more. So one alone gets
 * half of them, and however many there are, whoever comes next finds room.
 */
export function findCrowded(held: Iterable<{ organisation: number }>, most: number): number[] {
  const counts = new Map<number, number>()
  let free = most
  for (const { organisation } of held) {
    counts.set(organisation, (counts.get(organisation) ?? 0) + 1)
    free -= 1
  }
  return [...counts].filter(([, count]) => count >= free).map(([organisation]) => organisation)
}
