// A process: `node serve-read.ts <manner> <options as JSON>`. Answers GET /v1/tasks/:id in one of several manners, for the
// comparison with Medley's own: `constant`, `bare-constant`, `select`, `bare-select`.
import Fastify, { type FastifyInstance } from 'fastify'

import catalogueFile from '../../catalogue/models.json' with { type: 'json' }
import { makeKeyRing } from '../../src/core/keys.ts'
import { beatra } from '../../src/dialects/beatra/dialect.ts'
import { parseCatalogue } from '../../src/domain/catalogue.ts'
import { sendWire } from '../../src/http/send-wire.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import { makeLog } from '../../src/lib/log.ts'
import { getTasks } from '../../src/store/get-tasks.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { TASK_COLUMNS, toTask, type TaskRow } from '../../src/store/to-task.ts'
import { listenAsPeer, makeShell } from './shell.ts'

interface ReadOptions {
  databaseUrl: string
  /** A task's JSON as Medley answered it. */
  body: string
}

const JSON_TYPE = 'application/json; charset=utf-8'
const [manner = '', optionsText = '{}'] = process.argv.slice(2)
const options: ReadOptions = JSON.parse(optionsText)
const log = makeLog('info')

/** Medley's read without its batches: the same key ring, row, mapper, renderer and ETag, one named select a request. */
function mountSelect(server: FastifyInstance): void {
  const database = makeDatabase({ url: options.databaseUrl, poolSize: 10, log })
  const keys = makeKeyRing(database, { clock: systemClock, log })
  const route = beatra.routes.find((candidate) => candidate.kind === 'read')
  if (route?.kind !== 'read') throw new Error('beatra reads no task')
  const render = { catalogue: parseCatalogue(catalogueFile, new Set(['studio', 'simulator'])), publicUrl: 'http://127.0.0.1' }
  server.get<{ Params: { id: string } }>('/v1/tasks/:id', async (request, reply) => {
    const credential = beatra.credential(request.headers, '/v1/tasks')
    const { organisation } = await keys.holderOf(credential.kind === 'key' ? credential.key : '')
    const [row] = await getTasks(database, [parseTaskId(request.params.id) ?? ''])
    if (row === undefined || row === null) return reply.code(404).send()
    const task = toTask(row, organisation)
    reply.header('etag', `W/"${task.version}"`)
    sendWire(reply, route.render(task, render))
    return reply
  })
}

/** What a plain program would do: no key, one select by primary key, the row as JSON. */
function mountBareSelect(server: FastifyInstance): void {
  const database = makeDatabase({ url: options.databaseUrl, poolSize: 10, log })
  const text = `select ${TASK_COLUMNS} from tasks t join task_payloads w on w.task = t.id where t.id = $1`
  server.get<{ Params: { id: string } }>('/v1/tasks/:id', async (request, reply) => {
    const [row] = await database.query<TaskRow>('bare-select', text, [parseTaskId(request.params.id)])
    return reply.header('content-type', JSON_TYPE).send(JSON.stringify(row))
  })
}

function mountConstant(server: FastifyInstance): void {
  server.get('/v1/tasks/:id', async (_request, reply) => reply.header('content-type', JSON_TYPE).send(options.body))
}

function makePeer(): FastifyInstance {
  const server = manner.startsWith('bare-') ? Fastify() : makeShell(log)
  switch (manner) {
    case 'constant':
    case 'bare-constant':
      mountConstant(server)
      return server
    case 'select':
      mountSelect(server)
      return server
    case 'bare-select':
      mountBareSelect(server)
      return server
    default:
      throw new Error(`nothing reads in the manner ${manner}`)
  }
}

await listenAsPeer(makePeer())
