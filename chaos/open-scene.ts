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
import { makeAdjustments, type Adjustments } from './adjustments.ts'
import { withBooks } from './books.ts'
import { readJournal, type Freeze, type Journal } from './bought.ts'
import { makeClient } from './client.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { DELIVERY_AUDIT } from './delivery-audit.ts'
import { makeFleet } from './fleet.ts'
import { makeInbox, type Inbox } from './inbox.ts'
import { makeMessageInspector } from './inspect-messages.ts'
import { makeInspector, type Inspector } from './inspect.ts'
import { JOB_AUDIT } from './job-audit.ts'
import { watchLog, type LogWatch } from './judge-log.ts'
import { layOut, type LayoutName } from './layouts.ts'
import { startLoad, type Load } from './load.ts'
import { makeLogNotes } from './log-notes.ts'
import type { ChaosOptions } from './options.ts'
import { makePromises, type Promises } from './promises.ts'
import { makeRandom } from './random.ts'
import { makeReceivers, RECEIVERS_COUNT, type Receivers } from './receivers.ts'
import type { Report } from './report.ts'
import type { Scene } from './violence.ts'

/** An installation on a folder of its own, with clients, relays and whoever watches. */
export interface Stage extends Scene {
  load: Load
  promises: Promises
  journal: Journal
  inspector: Inspector
  receivers: Receivers
  inbox: Inbox
  adjustments: Adjustments
  log: LogWatch
  /** Starts the processes of a layout. */
  raise(layout: LayoutName): void
  /** Once, when the first database is there: a second organisation, receivers, and the watch over jobs and deliveries. */
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
  const [port = 0, ...ports] = await findFreePorts(1 + RECEIVERS_COUNT)
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
  const databaseDeaths: number[] = []
  const journal = readJournal(join(dataDir, 'simulator', 'starts.jsonl'), report, freezes)
  const clients = [makeClient(publicUrl, keys[0]), makeClient(publicUrl, keys[1])] as const
  const { seed, rate } = options
  const receivers = makeReceivers({ folder: join(folder, 'receivers'), repo: options.repo, seed, ports, notes })
  const inbox = makeInbox(receivers.journals, report)
  const messages = makeMessageInspector({ dataDir, inbox, receivers, clients, databaseDeaths, report })
  const log = watchLog({ dataDir, clients, random: random.fork('log'), report })
  const adjustments = makeAdjustments({ client: clients[0], promises, report, random: random.fork('adjustments') })
  const knowing = { clients, promises, report, adjustments }
  const load = startLoad({ ...knowing, receivers, random: random.fork('load'), seed, rate })
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
      databaseDeaths,
      receivers,
      inbox,
      log,
      adjustments,
      random: random.fork('violence'),
    },
    inspector: makeInspector({ dataDir, promises, journal, report, notes, messages, log, adjustments }),
    raise: (layout) => fleet.start(layOut(layout, installation)),
    async prepare() {
      await prepareDatabase(dataDir, keys[1])
      await receivers.open(clients)
      log.start()
    },
    async close() {
      await fleet.stop()
      await receivers.fleet.stop()
      await Promise.all(clients.map((client) => client.close()))
    },
    async end() {
      fleet.end()
      receivers.fleet.end()
      door.close()
      databaseDoor.close()
      await endDatabase(dataDir)
    },
  }
}

async function prepareDatabase(dataDir: string, secret: string): Promise<void> {
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
    await rows(DELIVERY_AUDIT)
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

/** Another may take them in between; then the first start says so. */
async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  for (const server of servers) server.close()
  await Promise.all(servers.map((server) => once(server, 'close')))
  return ports
}
