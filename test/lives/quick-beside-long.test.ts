import { afterAll, beforeAll, expect, test } from 'vitest'

import { startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley()
})
afterAll(() => medley.stop())

test('a picture asked for behind songs is there while the songs are still rendered, on a studio of one thread', async () => {
  const song = { prompt: 'a rock song of 300 seconds', instrumental: true, model: 'studio-music-1' }
  const songs = await Promise.all([1, 2, 3].map(() => medley.send('POST', '/v1/music/text-to-music', song)))
  const ids = songs.map(({ body }) => String(body['task_id']))
  const statusOf = async (id: string) => (await medley.send('GET', `/v1/tasks/${id}`)).body['status']
  await until(async () => ((await Promise.all(ids.map(statusOf))).includes('running') ? true : null))

  const image = { prompt: 'a fox in the snow', model: 'studio-image-1' }
  const { body } = await medley.send('POST', '/v1/images/generations', image)
  expect(await medley.untilDone(String(body['task_id']))).toMatchObject({ status: 'succeeded' })
  const statuses = await Promise.all(ids.map(statusOf))
  // One more of them would have to end before a picture behind them began.
  expect(statuses.filter((status) => status === 'queued')).toHaveLength(2)
  for (const id of ids) await medley.send('POST', `/v1/tasks/${id}/cancel`)
  await Promise.all(ids.map((id) => medley.untilDone(id)))
})
