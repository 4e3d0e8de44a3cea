import { join } from 'node:path'

import type { ProcessSpec, Role } from './fleet.ts'

/** Ways to lay one installation out over processes; all share one data folder. */
export const LAYOUTS = ['serve', 'beside', 'apart'] as const
export type LayoutName = (typeof LAYOUTS)[number]

export interface Installation {
  repo: string
  dataDir: string
  apiKey: string
  /** Where the process listens that answers clients. */
  port: number
  /** How clients and callbacks reach it: the relay that can cut. */
  publicUrl: string
  /** The relay in front of the database. */
  databasePort: number
}

/**
 * `serve`: everything in one process. `beside`: the same, and a worker that finds the embedded database by the data folder.
 * `apart`: a process that only holds the database, an api and two workers that reach it through the cutting relay.
 */
export function layOut(layout: LayoutName, installation: Installation): ProcessSpec[] {
  const one = (role: 'serve' | 'api' | 'worker', name: string, apart: boolean) =>
    medley(role, name, apart, installation)
  switch (layout) {
    case 'serve':
      return [one('serve', 'serve', false)]
    case 'beside':
      return [one('serve', 'serve', false), one('worker', 'worker-1', false)]
    case 'apart':
      return [
        owner(installation),
        one('api', 'api', true),
        one('worker', 'worker-1', true),
        one('worker', 'worker-2', true),
      ]
  }
}

function owner({ repo, dataDir }: Installation): ProcessSpec {
  return { name: 'owner', role: 'owner', program: [join(repo, 'chaos', 'database-owner.ts'), dataDir], env: {} }
}

function medley(role: Role, name: string, apart: boolean, installation: Installation): ProcessSpec {
  const { repo, dataDir, apiKey, port, publicUrl, databasePort } = installation
  // The setting names the process to the triggers of job-audit.ts.
  const named = encodeURIComponent(`-c chaos.process=${name}`)
  return {
    name,
    role,
    program: [join(repo, 'bin', 'medley.mjs'), role],
    env: {
      MEDLEY_DATA: dataDir,
      MEDLEY_API_KEY: apiKey,
      MEDLEY_CREDITS: '1000000000',
      MEDLEY_PUBLIC_URL: publicUrl,
      MEDLEY_STUDIO_THREADS: '1',
      MEDLEY_LOG_LEVEL: 'debug',
      // Where the receivers are.
      MEDLEY_ALLOW_PRIVATE: '127.0.0.1',
      ...(role === 'worker' ? {} : { PORT: String(port) }),
      ...(apart ? { DATABASE_URL: `postgres://medley@127.0.0.1:${databasePort}/postgres?options=${named}` } : {}),
    },
  }
}
