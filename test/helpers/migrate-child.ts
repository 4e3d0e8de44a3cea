// A process of its own that migrates: `node migrate-child.ts <connection as JSON> <folder>`. Prints what it applied.
import { makeDatabase } from '../../src/store/make-database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { quietLog } from './quiet-log.ts'

const [connection = '', folder = ''] = process.argv.slice(2)
const database = makeDatabase({ connection: JSON.parse(connection), poolSize: 1, log: quietLog })
process.stdout.write(JSON.stringify(await migrate({ database, folder })))
await database.close()
