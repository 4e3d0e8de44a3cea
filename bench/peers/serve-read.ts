// A process: `node serve-read.ts <manner> <options as JSON>`. Answers GET /v1/tasks/:id in one of several manners, for the
// comparison with Medley's own.
import Fastify, { type FastifyInstance } from 'fastify'

import { makeLog } from '../../src/lib/log.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { listenAsPeer, makeShell } from './shell.ts'

interface ReadOptions {
  databaseUrl: string
  /** A task's JSON as Medley answered it. */
  body: string
}

const JSON_TYPE = 'application/json; charset=utf-8'
const [manner = '', optionsText = '{}'] = process.argv.slice(2)
const options: ReadOptions = JSON.parse(optionsText)

/** What a plain program would do: no key, one select by primary key on a pool of ten, the row as JSON. */
function mountSelect(server: FastifyInstance): void {
  const database = makeDatabase({ url: options.databaseUrl, poolSize: 10, log: makeLog('warn') })
  const text =
    'select t.*, w.input, w.extras, w.output from tasks t join task_payloads w on w.task = t.id where t.id = $1'
  server.get<{ Params: { id: string } }>('/v1/tasks/:id', async (request, reply) => {
    const [row] = await database.query('bare-select', text, [parseTaskId(request.params.id)])
    return reply.header('content-type', JSON_TYPE).send(JSON.stringify(row))
  })
}

function mountConstant(server: FastifyInstance): void {
  server.get('/v1/tasks/:id', async (_request, reply) => reply.header('content-type', JSON_TYPE).send(options.body))
}

function makePeer(): FastifyInstance {
  const server = manner === 'constant' ? makeShell(makeLog('info')) : Fastify()
  switch (manner) {
    case 'constant':
    case 'bare-constant':
      mountConstant(server)
      return server
    case 'bare-select':
      mountSelect(server)
      return server
    default:
      throw new Error(`nothing reads in the manner ${manner}`)
  }
}

await listenAsPeer(makePeer())
