import { test } from 'vitest'
import { startMedley, TEST_KEY } from '../helpers/start-medley.ts'
import { makeAsk } from './ask.ts'
import { drawAttack } from './hostile-requests.ts'
import { makeDice } from './hostile-values.ts'
test('x', async () => {
  const m = await startMedley({ role: 'api', credits: '10000000', env: { MEDLEY_STUDIO_THREADS: '2' } })
  const { ask, close } = makeAsk(m.url, 16)
  const dice = makeDice(77)
  for (let i = 0; i < 5000; i++) {
    const a = drawAttack(dice, { keys: [TEST_KEY], ids: ['x'] })
    if (a.creates) await ask(a).catch(() => {})
  }
  console.log(
    JSON.stringify(await m.database.query('a', 'select model_key, count(*) as n from tasks group by 1 order by 2', [])),
  )
  await m.database.query(
    'b',
    `delete from jobs j using tasks t where t.id = j.task and t.model_key like '%music%' and random() < 0.8`,
    [],
  )
  await m.database.query(
    'b2',
    `delete from jobs j using tasks t where t.id = j.task and t.model_key in ('suno','diffrhythm-base','udio/music') and random() < 0.8`,
    [],
  )
  await m.also('worker')
  const end = Date.now() + 330_000
  for (;;) {
    const [r] = await m.database.query<{ n: number }>('c', 'select count(*) as n from jobs', [])
    if ((r?.n ?? 0) === 0 || Date.now() > end) {
      console.log('left', r?.n)
      break
    }
    await new Promise((f) => setTimeout(f, 1000))
  }
  for (const r of await m.database.query(
    'd',
    `select model_key, status, error, count(*) as n, min(left(w.work, 300)) as work from tasks t join task_payloads w on w.task = t.id where status <> 3 group by 1, 2, 3 order by n desc limit 40`,
    [],
  ))
    console.log(JSON.stringify(r))
  console.log(
    JSON.stringify(
      await m.database.query('e', 'select model_key, status, count(*) as n from tasks group by 1, 2 order by 1', []),
    ),
  )
  console.log(JSON.stringify(await m.verify()).slice(0, 300))
  close()
  await m.stop()
}, 600_000)
