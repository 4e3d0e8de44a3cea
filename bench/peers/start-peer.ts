import { fileURLToPath } from 'node:url'

import { startChild, type Child } from '../lib/start-child.ts'

/** Starts a peer's process where Medley's stands when it is measured. */
export function startPeer(
  program: 'serve-enqueue' | 'serve-read' | 'run-lives',
  name: string,
  options: object,
): Promise<Child> {
  return startChild({
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL(`./${program}.ts`, import.meta.url)),
      name,
      JSON.stringify(options),
    ],
    place: 'server',
    ready: /^ready at (.+)$/,
  })
}
