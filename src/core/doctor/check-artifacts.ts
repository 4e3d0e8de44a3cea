import { stat } from 'node:fs/promises'

import type { ArtifactStore } from '../../artifacts/artifact-store.ts'
import type { Sql } from '../../lib/sql.ts'
import { sampleArtifacts } from '../../store/doctor-figures.ts'
import { count, fail, ok, type Finding } from './finding.ts'

const SAMPLE_EACH = 100

/** A sample of the artifacts that must be readable: each has its file, of the size that its row says. */
export async function checkArtifacts(sql: Sql, artifacts: ArtifactStore): Promise<Finding> {
  const sample = await sampleArtifacts(sql, SAMPLE_EACH)
  const sizes = await Promise.all(
    sample.map(({ id }) =>
      stat(artifacts.pathOf(id)).then(
        (file) => file.size,
        () => null,
      ),
    ),
  )
  const wrong = sample.filter(({ size }, index) => sizes[index] !== size)
  const [first] = wrong
  if (first === undefined) return ok('files', `a sample of ${count(sample.length, 'file')}, all there`)
  const found = `${wrong.length} of ${count(sample.length, 'file')} missing or of another size, like ${artifacts.pathOf(first.id)}`
  const remedy =
    wrong.length === sample.length
      ? 'is this the data folder of the workers (MEDLEY_DATA)? All processes have to share it'
      : 'put the folder `artifacts` back from a backup; tasks and money are not touched'
  return fail('files', found, remedy)
}
