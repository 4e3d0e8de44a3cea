import type { Sql } from '../../lib/sql.ts'
import { readWorkers } from '../../store/doctor-figures.ts'
import { count, fail, ok, span, warn, type Finding } from './finding.ts'

/** Sweeps run every few seconds. */
const SWEPT_SECONDS = 60

/** Whether somebody works, and whether what dead processes held has found somebody. */
export async function checkWorkers(sql: Sql): Promise<Finding> {
  const { alive, dead, stranded, dead_seconds: seconds } = await readWorkers(sql)
  const check = 'workers'
  if (dead === 0 && stranded === 0) {
    return ok(check, alive === 0 ? 'none is running' : `${count(alive, 'worker')} at work`)
  }
  const found = `${alive} at work, ${dead} dead for up to ${span(seconds)}, which held ${count(stranded, 'job')}`
  if (alive === 0) {
    return stranded === 0
      ? ok(check, `none is running; ${count(dead, 'worker')} ended without a farewell`)
      : warn(check, found, 'start Medley: the first worker takes them over')
  }
  if (seconds < SWEPT_SECONDS) return ok(check, `${found}: being taken over`)
  return fail(check, found, 'the workers that are at work do not sweep: see their log, and restart them')
}
