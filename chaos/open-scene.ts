import { once } from 'node:events'
import { join } from 'node:path'
import { createServer } from 'node:net'

import { readInstanceFile } from '../src/lib/embedded-postgres/instance-file.ts'
import { ORDINARY_TERMS } from '../src/domain/key-terms.ts'
import { findServerProcess, isAlive } from '../src/lib/embedded-postgres/server-process.ts'
import { waitUntil } from '../src/lib/embedded-postgres/wait-until.ts'
import { hashSecret, makeSecret, visiblePrefixOf } from '../src/core/keys.ts'
import { createOrganisation, limitActiveTasks } from '../src/store/accounts.ts'
import { grantCredits } from '../src/store/adjust-credits.ts'
import { createKey } from '../src/store/api-keys.ts'
import { setStagesExcess } from '../src/store/limits.ts'
import { withBooks } from './books.ts'
import { readJournal, type Freeze, type Journal } from './bought.ts'
import { makeClient } from './client.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { makeFleet } from './fleet.ts'
import { makeInspector, type Inspector } from './inspect.ts'
import { JOB_AUDIT } from './job-audit.ts'
import { layOut, type LayoutName } from './layouts.ts'
import { startLoad, type Load } from './load.ts'
import { makeLogNotes } from './log-notes.ts'
import type { ChaosOptions } from './options.ts'
import { makePromises, type Promises } from './promises.ts'
import { makeRandom } from './random.ts'
import type { Report } from './report.ts'
import type { Scene } from './violence.ts'

/** An installation on a folder of its own, with clients, relays and whoever watches. */
export interface Stage extends Scene {
  load: Load
  promises: Promises
  journal: Journal
  inspector: Inspector
  /** Starts the processes of a layout. */
  raise(layout: LayoutName): void
  /** Once, when the first database is there: a second organisation, and the watch over jobs. */
  prepare(): Promise<void>
  /** Stops everything as an operator would. */
  close(): Promise<void>
  /** Kills what is left, and sees it gone; for every end. */
  end(): Promise<void>
}

/** Few enough that the second organisation's tasks often have to wait for each other. */
const MOST_ACTIVE = 8

export async function openScene(options: ChaosOptions, folder: string, report: Report): Promise<Stage> {
  const dataDir = join(folder, 'data')
  const random = makeRandom(options.seed)
  const port = await findFreePort()
  const door = await startCuttingProxy(() => ({ host: '127.0.0.1', port }), random.fork('door'))
  const databaseDoor = await startCuttingProxy(() => databaseSocket(dataDir), random.fork('database door'))
  const publicUrl = `http://127.0.0.1:${door.port}`
  const keys = [makeSecret(), makeSecret()] as const
  const installation = {
    repo: options.repo,
    dataDir,
    apiKey: keys[0],
    port,
    publicUrl,
    databasePort: databaseDoor.port,
  }
  const notes = makeLogNotes(report)
  const fleet = makeFleet({ folder: join(folder, 'logs'), repo: options.repo, notes })
  const promises = makePromises(report)
  const freezes: Freeze[] = []
  const journal = readJournal(join(dataDir, 'simulator', 'starts.jsonl'), report, freezes)
  const clients = [makeClient(publicUrl, keys[0]), makeClient(publicUrl, keys[1])] as const
  const { seed, rate } = options
  const load = startLoad({ clients, promises, report, random: random.fork('load'), seed, rate })
  return {
    ...{
      fleet,
      dataDir,
      door,
      databaseDoor,
      report,
      load,
      promises,
      journal,
      freezes,
      random: random.fork('violence'),
    },
    inspector: makeInspector({ dataDir, promises, journal, report, notes }),
    raise: (layout) => fleet.start(layOut(layout, installation)),
    prepare: () => prepare(dataDir, keys[1]),
    async close() {
      await fleet.stop()
      await Promise.all(clients.map((client) => client.close()))
    },
    async end() {
      fleet.end()
      door.close()
      databaseDoor.close()
      await endDatabase(dataDir)
    },
  }
}

async function prepare(dataDir: string, secret: string): Promise<void> {
  await withBooks(dataDir, async ({ database, rows }) => {
    const made = await createOrganisation(database, { name: 'Second', slug: 'second' })
    if (made !== null) {
      const organisation = made.number
      await grantCredits(database, { organisation, amount: 1e13, actor: 'chaos', reason: 'chaos' })
      await limitActiveTasks(database, organisation, MOST_ACTIVE)
      await setStagesExcess(database, organisation, true)
      const [visiblePrefix, hash] = [visiblePrefixOf(secret), hashSecret(secret)]
      await createKey(database, { organisation, name: 'chaos', visiblePrefix, hash, ...ORDINARY_TERMS })
    }
    await rows(JOB_AUDIT)
  })
}

function databaseSocket(dataDir: string): { path: string } {
  const connection = readInstanceFile(dataDir)?.connection
  return {
    path: connection === undefined ? join(dataDir, 'none') : join(connection.host, `.s.PGSQL.${connection.port}`),
  }
}

/** The embedded server notices the end of its owner by itself; this is for the one whose watchdog was killed with it. */
async function endDatabase(dataDir: string): Promise<void> {
  const pid = findServerProcess(join(dataDir, 'postgres'))
  if (pid === null) return
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
  }
  await waitUntil(() => !isAlive(pid), 5000)
}

/** Another may take it in between; then the first start says so. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
