import { join, resolve } from 'node:path'

import { makeDiskArtifactStore } from '../artifacts/artifact-store.ts'
import { importInstallation, type ImportReport } from '../core/import-installation.ts'
import type { Given } from './command.ts'
import { renderEpoch } from './restored.ts'
import { withCopying } from './with-copying.ts'

/** `medley import FOLDER`: fills an empty database from an export, then verifies it; 1 when the books do not hold. */
export async function importFromFolder({ words: [folder = ''] }: Given): Promise<number> {
  const report = await withCopying((session, config) =>
    importInstallation(session, {
      folder: resolve(folder),
      artifacts: makeDiskArtifactStore(join(config.dataDir, 'artifacts')),
    }),
  )
  process.stdout.write(describe(folder, report))
  return report.discrepancies.length === 0 ? 0 : 1
}

function describe(folder: string, report: ImportReport): string {
  const { manifest, discrepancies, skipped } = report
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const { artifacts } = manifest
  const files =
    artifacts === null
      ? 'no files (it was made without: copy the folder `artifacts` by other means)'
      : `${artifacts.files} files`
  return [
    `imported ${rows} rows and ${files} from ${folder}, exported at ${manifest.exported_at}`,
    ...skipped.map((table) => `left out the table ${table}, which is not Medley's`),
    renderEpoch(report.epoch, report.openTasks),
    ...discrepancies.map(
      ({ organisation, invariant, row }) =>
        `organisation ${organisation}: not true that ${invariant}: ${JSON.stringify(row)}`,
    ),
    `${discrepancies.length} discrepancies`,
    '',
  ].join('\n')
}
