// `npm run chaos -- --rounds N [--seed N]`: does violence to real Medleys under load, and proves after each round that no
// promise was broken. Ends with `0 lost, 0 bought twice, 0 discrepancies` and 0, or with what it found and 1.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readOptions } from './options.ts'
import { makeReport } from './report.ts'
import { playRounds } from './play-rounds.ts'
import { openScene } from './open-scene.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const options = readOptions(process.argv.slice(2), join(import.meta.dirname, '..'))
const folder = mkdtempSync(join(tmpdir(), `medley-chaos-${process.pid}-`))
const report = makeReport(options.seed, say)
say(`seed ${options.seed}, ${options.rounds} rounds, in ${folder}`)
const stage = await openScene(options, folder, report)

/** However it ends, nothing of it stays behind. */
async function leave(code: number): Promise<never> {
  await stage.end()
  if (report.findings() === 0 && !options.keep) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  else say(`the data and the logs are kept in ${folder}`)
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    say(`${signal}: ending`)
    void leave(130)
  })
}

try {
  await playRounds(options, stage, report, say)
  await stage.close()
} catch (error) {
  // What cannot be proved counts as not true.
  report.find(
    'discrepancy',
    `the run itself broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
}
say(report.render().trimEnd())
await leave(report.findings() === 0 ? 0 : 1)
