import { makeStudio } from '@medley/studio'

import { at, type TestMedley } from './start-medley.ts'

/** Seconds of the film that `uploadFilm` uploads. */
export const FILM_SECONDS = 2

/** Makes a small film and gives it to a gateway to keep; its URL there. */
export async function uploadFilm(medley: TestMedley): Promise<string> {
  const studio = makeStudio({ threads: 1 })
  const film = await studio.run(
    {
      kind: 'video',
      prompt: 'waves on a beach',
      negativePrompt: '',
      image: null,
      width: 128,
      height: 128,
      durationSeconds: FILM_SECONDS,
      format: 'mp4',
      seed: 1,
    },
    { signal: new AbortController().signal, onProgress: () => {} },
  )
  await studio.close()
  const body = { file_name: 'film.mp4', file_data: Buffer.from(film.bytes).toString('base64') }
  const { body: kept } = await medley.send('POST', '/api/ephemeral_resource', body)
  return String(at(kept, 'data', 'url'))
}
