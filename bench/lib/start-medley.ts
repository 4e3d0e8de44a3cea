import { spawn } from 'node:child_process'
import { text as readText } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { startChild, type Child } from './start-child.ts'
import type { Postgres } from './with-postgres.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/medley.mjs', import.meta.url))
const QUIET = '--disable-warning=ExperimentalWarning'

/** The first organisation's key in every installation of the bench. */
export const FIRST_KEY = 'medley-bench-key-0123456789'

/** A real `medley` as a person would start it, but for its database and its port: a free one, or `port`. */
export function startMedley(
  role: 'api' | 'serve' | 'worker',
  postgres: Postgres,
  options: { nodeArgs?: readonly string[]; cwd?: string; port?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Child> {
  return startChild({
    command: process.execPath,
    args: [QUIET, ...(options.nodeArgs ?? []), PROGRAM, role],
    place: 'server',
    env: {
      PORT: options.port ?? '0',
      MEDLEY_DATA: postgres.dataDir,
      DATABASE_URL: postgres.url,
      MEDLEY_API_KEY: FIRST_KEY,
      MEDLEY_CREDITS: '100000000000',
      ...options.env,
    },
    ready: /^medley is ready at (.+)$/,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
}

/** `medley verify` on the bench's database: throws unless it finds `0 discrepancies`. */
export async function verifyMedley(postgres: Postgres): Promise<string> {
  const env = { DATABASE_URL: postgres.url, MEDLEY_DATA: postgres.dataDir }
  const child = spawn(process.execPath, [QUIET, PROGRAM, 'verify'], {
    // oxlint-disable-next-line node/no-process-env
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await readText(child.stdout)
  const last = text.trim().split('\n').at(-1) ?? ''
  if (last !== '0 discrepancies') throw new Error(`medley verify says:\n${text}`)
  return last
}
