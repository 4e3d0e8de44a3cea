import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'

export type EmbeddedChild = {
  process: ChildProcess
  pid: number
  connection: EmbeddedConnection
  exited: Promise<number | null>
}

const ownProgram = fileURLToPath(new URL('./embedded-child.ts', import.meta.url))

/** Starts `embedded-child.ts`; a refusal to start is thrown as an error with its sentence. */
export async function startEmbeddedChild(
  dataDir: string,
  options: SpawnOptions = {},
  program = ownProgram,
): Promise<EmbeddedChild> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, dataDir], {
    ...options,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (text) => (said += String(text)))
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  const answer = await firstLine(child)
  if (answer === null) throw new Error(`the child ended without a word: ${said}`)
  const value: unknown = JSON.parse(answer)
  if (isRefusal(value)) {
    await exited
    throw new Error(value.refusal)
  }
  return { process: child, pid: child.pid ?? 0, connection: JSON.parse(answer), exited }
}

async function firstLine(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) return null
  for await (const line of createInterface({ input: child.stdout })) return line
  return null
}

function isRefusal(value: unknown): value is { refusal: string } {
  return typeof value === 'object' && value !== null && 'refusal' in value
}
