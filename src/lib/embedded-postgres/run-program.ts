import { spawn, type SpawnOptions } from 'node:child_process'
import type { Account } from './choose-account.ts'

export type Outcome = { code: number | null; output: string; startError: Error | null }

/** Nothing of our own environment: it holds secrets, and PG* variables would steer the programs. */
const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** What every PostgreSQL program is started with; `/` because the account may not be able to stand where we are. */
export function spawnOptions(account: Account | null): SpawnOptions {
  return { cwd: '/', env: environment, ...account }
}

/** Runs a short program to its end. Never throws: the caller knows what a failure means. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account | null,
  handles: readonly number[] = [],
): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = ''
    try {
      const child = spawn(program, args, { ...spawnOptions(account), stdio: ['ignore', 'pipe', 'pipe', ...handles] })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          output = (output + text).slice(-20_000)
        })
      }
      child.once('error', (startError) => resolve({ code: null, output, startError }))
      child.once('close', (code) => resolve({ code, output, startError: null }))
    } catch (error) {
      resolve({ code: null, output, startError: error instanceof Error ? error : new Error(String(error)) })
    }
  })
}
