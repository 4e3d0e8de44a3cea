import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'

import { StartupError } from '../lib/startup-error.ts'

/** Written last: an export without it was cut off. */
export const MANIFEST_FILE = 'manifest.json'
/** The files of artifacts with their sums, in the form that `sha256sum -c` reads. */
export const ARTIFACT_LIST = 'artifacts.sha256'

const Name = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
const Count = Type.Integer({ minimum: 0 })
const Sum = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Border = Type.String({ pattern: '^[0-9a-f :+-]+$' })

const Manifest = Type.Object({
  format: Type.Literal('medley-export'),
  /** Of this layout of files. */
  version: Type.Literal(1),
  release: Type.String(),
  postgres: Type.Integer(),
  exported_at: Type.String(),
  installation: Type.String(),
  migrations: Type.Array(Type.Object({ number: Type.Integer(), name: Type.String(), hash: Sum })),
  /** In the order in which they can be filled. */
  tables: Type.Array(
    Type.Object({ name: Name, columns: Type.Array(Name), file: Type.String(), rows: Count, bytes: Count, sha256: Sum }),
  ),
  partitions: Type.Array(
    Type.Object({
      parent: Name,
      name: Name,
      low: Border,
      high: Border,
      options: Type.Array(Type.String({ pattern: '^[a-z_]+=[a-z0-9.]+$' })),
    }),
  ),
  sequences: Type.Array(Type.Object({ name: Name, last: Type.String({ pattern: '^\\d{1,19}$' }) })),
  /** Null: exported without. `lost`: ids whose file was not there, or was not what its row says. */
  artifacts: Type.Union([
    Type.Null(),
    Type.Object({ files: Count, bytes: Count, sha256: Sum, lost: Type.Array(Type.String()) }),
  ]),
})

export type Manifest = Static<typeof Manifest>

const validator = Compile(Manifest)

/** Reads an export's manifest; anything else than a whole one of a layout that we know is refused in a sentence. */
export async function readManifest(folder: string): Promise<Manifest> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8'))
  } catch (error) {
    throw new StartupError(
      `${folder} is not a whole export: its ${MANIFEST_FILE}, which is written last, is not there or cannot be read.`,
      { cause: error },
    )
  }
  if (validator.Check(value)) return value
  const [fault] = validator.Errors(value)
  throw new StartupError(
    `${join(folder, MANIFEST_FILE)} is not the manifest of an export that this Medley can read (${fault?.instancePath ?? ''} ${fault?.message ?? ''}).`,
  )
}
