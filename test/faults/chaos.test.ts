import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { expect, test } from 'vitest'

/** The seed is fixed, so that a failure can be had again in kind; `npm run chaos` draws others, and plays longer. */
const ARGS = ['chaos/run-chaos.ts', '--rounds', '2', '--seed', '4', '--layout', 'serve', '--only', 'kill -9']

test('rounds of kill -9, receivers included: nothing lost or untold, nothing bought twice, the books are right', async () => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...ARGS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (text) => (said += String(text)))
  const [code] = await once(child, 'close')
  expect(said).toContain('\n0 lost, 0 bought twice, 0 discrepancies\n')
  // It did something: a run in which no client got through would find nothing either.
  expect(Number(/tasks acknowledged +(\d+)/.exec(said)?.[1])).toBeGreaterThan(50)
  expect(Number(/messages received +(\d+)/.exec(said)?.[1])).toBeGreaterThan(100)
  expect(Number(/receivers killed +(\d+)/.exec(said)?.[1])).toBeGreaterThan(0)
  expect(code).toBe(0)
})
