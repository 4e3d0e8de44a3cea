// A process that holds the embedded database of a data folder and nothing else, for the layout in which Medley reaches its
// database through DATABASE_URL: `node database-owner.ts <data folder>`.
import { startEmbeddedPostgres } from '../src/lib/embedded-postgres/start-embedded-postgres.ts'

const write =
  (level: string) =>
  (fields: object, msg: string): void =>
    void process.stderr.write(`${JSON.stringify({ level, msg, ...fields })}\n`)

const server = await startEmbeddedPostgres({
  dataDir: process.argv[2] ?? '',
  log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
})
server.onExit(() => process.exit(3))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void server.stop().then(() => process.exit(0)))
}
// Nothing else keeps it alive.
setInterval(() => {}, 60_000)
