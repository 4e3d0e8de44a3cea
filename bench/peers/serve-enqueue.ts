// A process: `node serve-enqueue.ts <peer> <store as JSON>`. Medley's own HTTP shell (same parser, same request log, same
// metrics) in front of a peer's bare enqueue: no key, no validation, no money. What is left is the enqueue itself.
import { makeLog } from '../../src/lib/log.ts'
import { ENQUEUERS, type PeerStore } from './enqueue.ts'
import { listenAsPeer, makeShell } from './shell.ts'

const [peer = '', storeText = '{}'] = process.argv.slice(2)
const store: PeerStore = JSON.parse(storeText)
const makeEnqueue = ENQUEUERS[peer]
if (makeEnqueue === undefined) throw new Error(`there is no peer ${peer}`)
const enqueue = await makeEnqueue(store)
const server = makeShell(makeLog('info'))
server.post('/enqueue', async (request, reply) => {
  const { body } = request
  await enqueue(typeof body === 'object' && body !== null ? body : {})
  return reply.code(202).header('content-type', 'application/json; charset=utf-8').send('{"status":"queued"}')
})
await listenAsPeer(server)
