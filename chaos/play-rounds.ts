import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { withBooks } from './books.ts'
import { LAYOUTS, type LayoutName } from './layouts.ts'
import type { Stage } from './open-scene.ts'
import type { ChaosOptions } from './options.ts'
import type { Report } from './report.ts'
import { copyDatabase, putBack, sayRestored } from './restore.ts'
import { drawViolence, killReceivers } from './violence.ts'

/** The processes are laid out anew after this many rounds. */
const ROUNDS_A_LAYOUT = 7
/** A start of everything, recovery of the database included, takes a few seconds; this is for a machine that is busy. */
const RECOVERY_MAX_MS = 90_000
/** Lease, sweep and quarantine one after the other, with room for retries. */
const SETTLE_MAX_MS = 150_000

/** Plays a run from its first start to its last stop. */
export async function playRounds(
  options: ChaosOptions,
  stage: Stage,
  report: Report,
  say: (line: string) => void,
): Promise<void> {
  const { random } = stage
  let layout = nextLayout(options, null, random.int(0, LAYOUTS.length - 1))
  stage.raise(layout)
  await mustWork(stage, report, 'the first start')
  await stage.prepare()
  stage.load.resume()
  for (let round = 1; round <= options.rounds; round += 1) {
    report.round = `round ${round}`
    if (options.restoreAt === round) await restore(options, stage, layout, report, say)
    if (round % ROUNDS_A_LAYOUT === 0) {
      layout = nextLayout(options, layout, 0)
      await stage.fleet.stop()
      stage.raise(layout)
      await mustWork(stage, report, `a change to the layout ${layout}`)
    }
    const began = Date.now()
    const violence = drawViolence(random, layout, options.only)
    if (violence === null) continue
    report.round = `round ${round}: ${violence.name} in ${layout}`
    // At any moment of whatever goes on.
    await delay(random.int(300, 2500))
    await Promise.all([violence.run(stage), killReceivers(stage, random.fork(`receivers ${round}`))])
    const ms = await mustWork(stage, report, violence.name)
    report.recovered(violence.name, ms)
    await stage.inspector.inspect()
    say(`${report.round}: ${((Date.now() - began) / 1000).toFixed(1)} s, ${report.countOf('tasks acknowledged')} tasks`)
    if (options.failFast && report.findings() > 0) return
  }
  report.round = 'the end'
  await stage.load.pause()
  await stage.inspector.settle(SETTLE_MAX_MS)
}

function nextLayout(options: ChaosOptions, before: LayoutName | null, first: number): LayoutName {
  const asked = LAYOUTS.find((name) => name === options.layout)
  if (asked !== undefined) return asked
  const index = before === null ? first : LAYOUTS.indexOf(before) + 1
  return LAYOUTS[index % LAYOUTS.length] ?? 'serve'
}

/** A task that is created now succeeds. Answers how long it took. */
async function mustWork(stage: Stage, report: Report, after: string): Promise<number> {
  const began = performance.now()
  const left = (): number => RECOVERY_MAX_MS - (performance.now() - began)
  const probe = await stage.load.createOne(left())
  if (probe === null) report.find('discrepancy', `nothing is accepted ${RECOVERY_MAX_MS} ms after ${after}`)
  while (probe !== null && left() > 0) {
    const [row] = await withBooks(stage.dataDir, ({ rows }) =>
      rows<{ status: number }>('select status from tasks where id = $1', [probe.id]),
    )
    if ((row?.status ?? 0) >= 3) return performance.now() - began
    await delay(50)
  }
  if (probe !== null) report.find('discrepancy', `task ${probe.id}: no end ${RECOVERY_MAX_MS} ms after ${after}`)
  return performance.now() - began
}

/**
 * An older copy of the database is put back, while files and upstreams remember everything. What was acknowledged since the
 * copy is lost by the restore itself; what the copy knows must end, and must not be bought twice.
 */
async function restore(
  options: ChaosOptions,
  stage: Stage,
  layout: LayoutName,
  report: Report,
  say: (line: string) => void,
): Promise<void> {
  report.round = 'the restore'
  const copy = join(stage.dataDir, '..', 'copy')
  await stage.inspector.inspect()
  // In the middle of the load: tasks of the copy are at every step of their lives.
  await stage.fleet.stop()
  await copyDatabase(stage.dataDir, copy)
  const [at, mark] = [Date.now(), stage.log.mark()]
  stage.raise(layout)
  await mustWork(stage, report, 'the copy')
  await delay(6000)
  await stage.inspector.inspect()
  await stage.load.pause()
  await stage.fleet.stop()
  await putBack(stage.dataDir, copy)
  const lost = stage.promises.forgetAfter(at)
  stage.adjustments.forgetAfter(at)
  stage.journal.forgive()
  stage.log.backTo(mark)
  report.count('messages that came of what the restore lost', stage.inbox.forgetAfter(at))
  const said = await sayRestored(options.repo, stage.dataDir)
  if (said === null) report.count('restores without `medley restored`: there is no such command yet')
  else say(`medley restored: ${said.trim()}`)
  stage.raise(layout)
  await withBooks(stage.dataDir, async ({ rows }) => {
    const known = await rows<{ id: string }>('select id from tasks')
    stage.journal.know(known.map(({ id }) => id))
  })
  stage.inspector.startOver()
  stage.load.resume()
  const ms = await mustWork(stage, report, 'the restore')
  report.recovered('restore of an older copy', ms)
  report.count('acknowledged after the copy, lost by the restore itself', lost)
  await stage.inspector.inspect()
  say(`${report.round}: ${lost} tasks of after the copy are gone with it`)
}
