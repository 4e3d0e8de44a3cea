import type { Batcher } from '../lib/batcher.ts'

/**
 * Adds a member to a batch that waits for no lock; one whose account somebody else holds goes on in the batch that waits, so
 * that its neighbours need not.
 */
export async function addPatiently<Item, Verdict extends string>(
  [batch, waiting]: readonly [Batcher<Item, Verdict | 'busy'>, Batcher<Item, Verdict | 'busy'>],
  item: Item,
): Promise<Verdict> {
  let verdict = await batch.add(item)
  while (verdict === 'busy') verdict = await waiting.add(item)
  return verdict
}
