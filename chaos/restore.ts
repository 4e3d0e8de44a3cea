import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A copy of the database's folder, taken while nothing runs on it. Owner and rights stay: the server insists on them. */
export async function copyDatabase(dataDir: string, copy: string): Promise<void> {
  rmSync(copy, { recursive: true, force: true })
  await run('cp', ['-a', join(dataDir, 'postgres'), copy])
}

/** Puts the copy in the place of the newer database. Files and the simulator's journal stay: they are not the database's. */
export async function putBack(dataDir: string, copy: string): Promise<void> {
  rmSync(join(dataDir, 'postgres'), { recursive: true, force: true })
  await run('cp', ['-a', copy, join(dataDir, 'postgres')])
}

/** `medley restored`: tells Medley that its database is an older one. Answers what it printed; null = there is no such command. */
export async function sayRestored(repo: string, dataDir: string): Promise<string | null> {
  const program = ['--disable-warning=ExperimentalWarning', join(repo, 'bin', 'medley.mjs'), 'restored']
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', MEDLEY_DATA: dataDir }
  try {
    const { stdout } = await run(process.execPath, program, { cwd: repo, env, timeout: 60_000 })
    return stdout
  } catch (error) {
    if (error instanceof Error && error.message.includes('there is no command')) return null
    throw error
  }
}
