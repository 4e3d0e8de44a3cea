import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { acquireInstanceLock } from './acquire-instance-lock.ts'
import { chooseAccount } from './choose-account.ts'
import { explainServerFailure } from './explain-server-failure.ts'
import { openFolderHandles } from './folder-handles.ts'
import { removeInstanceFile, writeInstanceFile, type EmbeddedConnection } from './instance-file.ts'
import { LaunchError } from './launch-error.ts'
import type { LaunchLog } from './launch-log.ts'
import { embeddedDatabase, embeddedUser, prepareCluster } from './prepare-cluster.ts'
import { prepareDataFolder } from './prepare-data-folder.ts'
import { preparePrograms } from './prepare-programs.ts'
import { prepareSocketFolder, socketPort } from './prepare-socket-folder.ts'
import { runServer, type RunningServer, type ServerExit } from './run-server.ts'
import { clusterName } from './server-process.ts'
import { serverSettings } from './server-settings.ts'
import { stopLeftoverServer } from './stop-leftover-server.ts'

export type EmbeddedPostgres = {
  connection: EmbeddedConnection
  /** Ends the server and gives the data folder free; past `timeoutMs` (5 s) the server is forced. */
  stop(timeoutMs?: number): Promise<void>
  /** Called once if the server ends without having been asked to. */
  onExit(callback: (exit: ServerExit) => void): void
}

type Options = {
  dataDir: string
  log: LaunchLog
  /** Server settings that win over ours: for tests. */
  settings?: Record<string, string>
}

/** Starts PostgreSQL on `<data>/postgres`, made at the first start. Throws a LaunchError whose message is for people. */
export async function startEmbeddedPostgres({ dataDir, log, settings = {} }: Options): Promise<EmbeddedPostgres> {
  const folder = prepareDataFolder(dataDir)
  const lock = acquireInstanceLock(folder)
  try {
    // Left over from a killed process: nobody may take it for this one's.
    removeInstanceFile(folder)
    const { server, socketFolder } = await launch(folder, log, settings)
    const connection = { host: socketFolder, port: socketPort, user: embeddedUser, database: embeddedDatabase }
    writeInstanceFile(folder, { pid: process.pid, url: null, connection })
    return makeHandle(folder, connection, server, () => lock.release())
  } catch (error) {
    lock.release()
    if (error instanceof LaunchError) throw error
    throw new LaunchError(explainServerFailure(folder, String(error)), { cause: error })
  }
}

async function launch(
  dataDir: string,
  log: LaunchLog,
  settings: Record<string, string>,
): Promise<{ server: RunningServer; socketFolder: string }> {
  const cluster = join(dataDir, 'postgres')
  const account = chooseAccount(cluster)
  const programs = await preparePrograms(dataDir, account)
  await prepareCluster(dataDir, programs, account, log)
  await stopLeftoverServer(cluster, log)
  const socketFolder = await prepareSocketFolder(dataDir, account)
  const handles = openFolderHandles([cluster, socketFolder], account)
  try {
    const ours = serverSettings(handles.paths[1] ?? socketFolder, clusterName(cluster))
    const { postgres } = programs
    const server = await runServer({
      dataDir,
      cluster,
      postgres,
      settings: { ...ours, ...settings },
      account,
      handles,
      log,
    })
    return { server, socketFolder }
  } finally {
    handles.close()
  }
}

function makeHandle(
  dataDir: string,
  connection: EmbeddedConnection,
  server: RunningServer,
  release: () => void,
): EmbeddedPostgres {
  let stopping: Promise<void> | null = null
  async function stop(timeoutMs: number): Promise<void> {
    removeInstanceFile(dataDir)
    await server.stop(timeoutMs)
    rmSync(connection.host, { recursive: true, force: true })
    release()
  }
  return {
    connection,
    stop: (timeoutMs = 5000) => (stopping ??= stop(timeoutMs)),
    onExit: (callback) => {
      void server.exited.then((exit) => {
        if (stopping === null) callback(exit)
      })
    },
  }
}
