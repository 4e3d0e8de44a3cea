// A process of its own that holds an embedded server: `node embedded-child.ts <data folder>`. Tests kill it in every way.
import { StartupError } from '../../src/lib/startup-error.ts'
import { recordInstanceUrl } from '../../src/lib/embedded-postgres/find-running-instance.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'

const write = (fields: object, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
const dataDir = process.argv[2] ?? ''

try {
  const server = await startEmbeddedPostgres({ dataDir, log: { debug: write, info: write, warn: write, error: write } })
  recordInstanceUrl(dataDir, 'http://127.0.0.1:4100')
  server.onExit(() => process.exit(3))
  process.on('SIGINT', () => void server.stop().then(() => process.exit(0)))
  // The pipe keeps the process alive and its end stops it.
  process.stdin.on('end', () => void server.stop().then(() => process.exit(0))).resume()
  process.stdout.write(`${JSON.stringify(server.connection)}\n`)
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stdout.write(`${JSON.stringify({ refusal: error.message })}\n`)
  process.exitCode = 1
}
