import { expect, test } from 'vitest'

import { makeGates } from './gates.ts'

test('no more than so many of a key are inside; the others come in order, also behind one that fails', async () => {
  const gates = makeGates<string>(2)
  const inside: number[] = []
  const entered: number[] = []
  const ends = new Map<number, (failed: boolean) => void>()
  const run = (key: string, id: number) =>
    gates.pass(key, async () => {
      entered.push(id)
      inside.push(id)
      const failed = await new Promise<boolean>((resolve) => ends.set(id, resolve))
      inside.splice(inside.indexOf(id), 1)
      if (failed) throw new Error(`failed ${id}`)
      return id
    })
  const all = [1, 2, 3, 4].map((id) => run('a', id))
  const other = run('b', 9)
  expect(entered).toEqual([1, 2, 9])
  ends.get(2)?.(true)
  await expect(all[1]).rejects.toThrow('failed 2')
  expect(inside).toEqual([1, 9, 3])
  for (const id of [1, 3]) ends.get(id)?.(false)
  expect(await Promise.all([all[0], all[2]])).toEqual([1, 3])
  expect(inside).toEqual([9, 4])
  for (const id of [4, 9]) ends.get(id)?.(false)
  expect(await Promise.all([all[3], other])).toEqual([4, 9])
})
