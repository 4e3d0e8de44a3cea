import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How `pg` reaches the embedded server: `host` is the folder of its socket. */
export type EmbeddedConnection = { host: string; port: number; user: string; database: string }

/** What the running process tells the commands that come after it. `url` is null until requests are served. */
export type Instance = { pid: number; url: string | null; connection: EmbeddedConnection }

/** Written whole or not at all, so that a reader never sees a half. */
export function writeInstanceFile(dataDir: string, instance: Instance): void {
  const path = instancePath(dataDir)
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, `${JSON.stringify(instance)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function removeInstanceFile(dataDir: string): void {
  rmSync(instancePath(dataDir), { force: true })
}

/** The file as it lies there; it may be left over from a process that was killed. */
export function readInstanceFile(dataDir: string): Instance | null {
  try {
    const value: unknown = JSON.parse(readFileSync(instancePath(dataDir), 'utf8'))
    return isInstance(value) ? value : null
  } catch {
    return null
  }
}

function instancePath(dataDir: string): string {
  return join(dataDir, 'run', 'instance.json')
}

function isInstance(value: unknown): value is Instance {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('connection' in value)) return false
  const { pid, connection } = value
  return typeof pid === 'number' && typeof connection === 'object' && connection !== null && 'host' in connection
}
