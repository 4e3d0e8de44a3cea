import type { Studio } from '@medley/studio'

import type { ProviderContext, StartRequest } from '../../domain/provider.ts'
import type { ProducedItem, Work } from '../../domain/work.ts'
import { addCompanions } from './add-companions.ts'
import { makeRun, type Run } from './make-run.ts'
import type { Making } from './making.ts'
import { produceFilm } from './produce-film.ts'
import { produceModel } from './produce-model.ts'
import { produceEditedPicture, producePicture } from './produce-picture.ts'
import { produceEditedSong, produceSong } from './produce-song.ts'
import { produceSound } from './produce-sound.ts'
import { produceSpeech } from './produce-speech.ts'
import { produceWords } from './produce-words.ts'

/**
 * All results of a work, each followed by what comes along with it. Each of several gets a seed of its own, counted up from
 * the work's.
 */
export async function produceItems(
  studio: Studio,
  request: StartRequest,
  context: ProviderContext,
): Promise<ProducedItem[]> {
  const { work } = request
  const items: ProducedItem[] = []
  for (let place = 0; place < work.count; place += 1) {
    const seed = ((work.seed ?? 0) + place) % 2 ** 53
    const run = makeRun(studio, context, { place, count: work.count })
    const made = await addCompanions(run, await produceOne(work, seed, request, run))
    const first = items.length
    items.push(
      ...made.map((item) => ({
        ...item,
        of: item.of === null ? null : first + item.of,
        durationSeconds: item.durationSeconds === null ? null : Math.round(item.durationSeconds * 1000) / 1000,
      })),
    )
  }
  return items
}

/** The main result first; what comes along names it by its place, which is 0. */
function produceOne(work: Work, seed: number, request: StartRequest, run: Run): Promise<ProducedItem[]> {
  const making = <W extends Work>(own: W): Making<W> => ({ work: own, seed, request, run })
  switch (work.capability) {
    case 'image.generate':
      return producePicture(making(work))
    case 'image.edit':
      return produceEditedPicture(making(work))
    case 'lyrics.generate':
      return produceWords(making(work))
    case 'music.compose':
      return produceSong(making(work))
    case 'music.modify':
      return produceEditedSong(making(work))
    case 'sound.generate':
      return produceSound(making(work))
    case 'speech.synthesize':
      return produceSpeech(making(work))
    case 'video.generate':
      return produceFilm(making(work))
    case 'model3d.generate':
      return produceModel(making(work))
    case 'chat.complete':
      throw new Error(`The studio cannot do ${work.capability}`)
  }
}
