import { test } from 'vitest'
import { startMedley, TEST_KEY, at } from '../helpers/start-medley.ts'
import { makeAsk, askRaw } from './ask.ts'
import { SIMULATED, idOf } from './simulate.ts'
test('x', async () => {
  const m = await startMedley({ role: 'api', credits: '10000000' })
  const second = (await m.also('api')) ?? ''
  const urls = [m.url, second]
  const asks = urls.map((u) => makeAsk(u, 40))
  const H = { 'x-api-key': TEST_KEY, 'content-type': 'application/json' }
  // big bodies
  for (const mib of [1, 5, 30, 39]) {
    const body = JSON.stringify({ model: 'Qubico/mmaudio', task_type: 'video2audio', input: { prompt: 'r', video: 'A'.repeat(mib * 1024 * 1024) } })
    const t0 = Date.now()
    const r = await asks[0]!.ask({ method: 'POST', path: '/api/v1/task', headers: H, body })
    console.log('big', mib, r.status, r.text.length, Date.now() - t0, r.status === 200 ? '' : r.text.slice(0, 200))
    if (r.status === 200) for (const p of ['/api/v1/task/', '/v1/tasks/', '/api/v1/tasks/']) {
      const t1 = Date.now(); const g = await asks[0]!.ask({ path: p + idOf('piapi', r.body), headers: H }); console.log('  get', p, g.status, g.text.length, Date.now() - t1) }
    const t2 = Date.now(); const l = await asks[0]!.ask({ path: '/v1/tasks', headers: H }); console.log('  list', l.status, l.text.length, Date.now() - t2)
  }
  const inf = await asks[0]!.ask({ method: 'POST', path: '/api/v1/tasks', headers: H, body: '{"model":"sim/chat","feature":"complete-chat","inputParameters":{},"config":{"metadata":{"x":1e400,"y":-0,"z":9007199254740993}}}' })
  console.log('inf', inf.status, JSON.stringify(at((await asks[0]!.ask({ path: '/api/v1/tasks/' + idOf('omnapi', inf.body), headers: H })).body, 'metadata')))
  for (const q of ['{"model":"sim/music","prompt":"x","n":1}', '{"model":"studio-music-1","prompt":"x","model_options":{"studio":{"duration_seconds":1e400}}}', '{"model":"studio-music-1","prompt":"x","model_options":{"studio":{"seed":1e400}}}'])
    console.log((await asks[0]!.ask({ method: 'POST', path: '/v1/music/text-to-music', headers: H, body: q })).text.slice(0, 300))
  console.log((await asks[0]!.ask({ path: '/api/v1/tasks/' + idOf('omnapi', inf.body).replace('_', '%5F'), headers: H })).status)
  // PRI
  for (const l of ['PRI / HTTP/1.1', 'PRI *.HTTP/2.0', 'PRI /v1/health HTTP/1.1', 'PRI /api/v1/tasks HTTP/2.0']) console.log(l, JSON.stringify((await askRaw(m.url, `${l}\r\nHost: x\r\n\r\n`)).slice(0, 160)))
  // hidden
  const made: string[] = []
  let stop = false
  const create = async (i: number) => { while (!stop) { const r = await asks[i % 2]!.ask({ method: 'POST', path: SIMULATED.beatra.path, headers: H, body: JSON.stringify(SIMULATED.beatra.body({})) }); if (r.status !== 202) console.log(r.text); made.push(idOf('beatra', r.body)) } }
  const start = new Date().toISOString()
  const creators = Array.from({ length: 24 }, (_, i) => create(i))
  const seen: string[] = []
  let cursor = ''
  const end = Date.now() + 6000
  let tail = 0
  for (;;) {
    const page = Object((await asks[0]!.ask({ path: `/v1/tasks?order=asc&limit=100&created_after=${start}${cursor}`, headers: H })).body)
    if (page.next_cursor === null) {
      if (Date.now() > end) { if (stop) { seen.push(...page.data.map((d: any) => d.task_id)); break } stop = true; await Promise.all(creators); continue }
      tail += 1; continue }
    seen.push(...page.data.map((d: any) => d.task_id))
    cursor = `&cursor=${page.next_cursor}`
    if (Date.now() > end && !stop) { stop = true; await Promise.all(creators) }
  }
  const s = new Set(seen)
  console.log('made', made.length, 'seen', seen.length, 'distinct', s.size, 'hidden', made.filter((id) => !s.has(id)).length, 'tails', tail)
  asks.forEach((a) => a.close())
  await m.stop()
})
