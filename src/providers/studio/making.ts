import type { StartRequest } from '../../domain/provider.ts'
import type { Work } from '../../domain/work.ts'
import type { Run } from './make-run.ts'

/** One result on its way. */
export interface Making<W extends Work> {
  work: W
  /** Of this one among the results of its task. */
  seed: number
  request: StartRequest
  run: Run
}
