import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startChild, type Child } from './start-child.ts'

export interface Redis {
  port: number
  version: string
  child: Child
  stop(): Promise<void>
}

/** Debian's Redis on a spare port, its log flushed every second: as BullMQ's users run it who mind their jobs. */
export async function startRedis(): Promise<Redis> {
  installRedis()
  const port = await findPort()
  const folder = mkdtempSync(join(tmpdir(), `medley-bench-${process.pid}-redis-`))
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes']
  const child = await startChild({
    command: 'redis-server',
    args: [...args, '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'],
    place: 'rest',
    ready: /Ready to accept connections/,
  })
  const version = /v=([\d.]+)/.exec(spawnSync('redis-server', ['--version']).stdout.toString())?.[1] ?? '?'
  return {
    port,
    version,
    child,
    async stop() {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function installRedis(): void {
  if (spawnSync('redis-server', ['--version']).status === 0) return
  process.stderr.write('installing redis-server\n')
  // Debian would start it as a service, where it can.
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
    spawnSync('apt-get', args, { stdio: 'ignore' })
  }
  if (spawnSync('redis-server', ['--version']).status !== 0) throw new Error('there is no redis-server: install it')
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
