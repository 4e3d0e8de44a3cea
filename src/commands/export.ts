import { join, resolve } from 'node:path'

import packageFile from '../../package.json' with { type: 'json' }
import { makeDiskArtifactStore } from '../artifacts/artifact-store.ts'
import { exportInstallation, type ExportReport } from '../core/export-installation.ts'
import { systemClock } from '../lib/clock.ts'
import type { CopyFacts } from '../store/copy-tables.ts'
import type { Given } from './command.ts'
import { withCopying } from './with-copying.ts'

/**
 * `medley export FOLDER`: the whole installation as files that `medley import` reads. 1 when files of artifacts could not be
 * had; the export is whole otherwise. Best on a stopped or quiet instance.
 */
export async function exportToFolder({ words, values }: Given): Promise<number> {
  const [folder = ''] = words
  const withArtifacts = values['without-artifacts'] === undefined
  const report = await withCopying((session, config) =>
    exportInstallation(session, {
      folder: resolve(folder),
      artifacts: withArtifacts ? makeDiskArtifactStore(join(config.dataDir, 'artifacts')) : null,
      release: packageFile.version,
      clock: systemClock,
      onStart: warnOfWorkers,
    }),
  )
  process.stdout.write(describe(folder, report))
  return (report.manifest.artifacts?.lost.length ?? 0) === 0 ? 0 : 1
}

function warnOfWorkers({ workers }: CopyFacts): void {
  if (workers === 0) return
  process.stderr.write(
    [
      `medley: ${workers} worker${workers === 1 ? ' is' : 's are'} at work on this database. The export is one moment of it: what is accepted,`,
      'bought and finished from now on is not in it. For a copy that takes its place, stop Medley first. While rows are',
      'copied the database cannot clean up behind the queue, so a busy instance claims work more slowly.',
      '',
    ].join('\n'),
  )
}

function describe(folder: string, { manifest, snapshotMs }: ExportReport): string {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const { artifacts } = manifest
  const files =
    artifacts === null ? 'without files' : `${artifacts.lost.length === 0 ? 'all ' : ''}${artifacts.files} files`
  const lines = [
    `exported ${rows} rows of ${manifest.tables.length} tables (in ${(snapshotMs / 1000).toFixed(1)} s) and ${files} to ${folder}`,
    'It holds prompts, works and signing secrets: keep it as you keep the database. Settings (the environment) are not in it.',
  ]
  if (artifacts === null) lines.push('Copy the folder `artifacts` of the data folder by other means.')
  if (artifacts !== null && artifacts.lost.length > 0) {
    lines.push(
      `${artifacts.lost.length} files that should be there are missing or damaged; their ids are listed in manifest.json. All else is whole.`,
    )
  }
  return `${lines.join('\n')}\n`
}
