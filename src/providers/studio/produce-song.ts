import type { SongEditResult, SongResult } from '@medley/studio'

import type { StartRequest } from '../../domain/provider.ts'
import { NO_FACTS, type MusicEditWork, type MusicWork, type ProducedItem } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import { lrcOf } from './lrc-of.ts'
import type { Making } from './making.ts'
import { paint } from './produce-picture.ts'

/** Of the work of a song that has one. */
const COVER_SHARE = 0.15
const COVER_SIZE = { width: 1024, height: 1024, negativePrompt: '', format: 'png' } as const

/** A song with its word timings, its score, its stems and its cover, as far as there are such. */
export async function produceSong({ work, seed, request, run }: Making<MusicWork>): Promise<ProducedItem[]> {
  const { prompt, instrumental, title, bpm, durationSeconds, withStems, format, coverPrompt } = work
  const share = 1 - COMPANIONS_SHARE - (coverPrompt === null ? 0 : COVER_SHARE)
  const song = await run(
    {
      kind: 'song',
      prompt,
      lyrics: instrumental ? null : givenWords(work, request),
      instrumental,
      title,
      bpm,
      key: null,
      durationSeconds,
      withStems,
      seed,
      format,
    },
    share,
  )
  const items = itemsOf(song, seed)
  if (coverPrompt === null) return items
  const cover = await paint(run, { prompt: coverPrompt, ...COVER_SIZE, seed }, COVER_SHARE)
  return items.toSpliced(1, 0, { ...cover, role: 'cover', of: 0 })
}

/** A song of ours is read with its score, and so played anew rather than listened to. */
export async function produceEditedSong({ work, seed, request, run }: Making<MusicEditWork>): Promise<ProducedItem[]> {
  const audio = await request.readMedia(work.audio)
  const score = await audio.companion('score')
  const { transform, prompt, title, cropEndAt, replaceStartAt, replaceEndAt, withStems, format } = work
  const song = await run(
    {
      kind: 'song-edit',
      transform,
      audio: audio.bytes,
      score: score === null ? null : new TextDecoder().decode(score),
      prompt,
      title,
      lyrics: givenWords(work, request),
      cropEndAt,
      replaceStartAt,
      replaceEndAt,
      withStems,
      seed,
      format,
    },
    1 - COMPANIONS_SHARE,
  )
  return itemsOf(song, seed)
}

/** The words that the request brings, or those of the artifact that it names; null = none. */
function givenWords({ lyrics, lyricsArtifact }: MusicWork | MusicEditWork, { texts }: StartRequest): string | null {
  return lyricsArtifact === null ? lyrics : (texts.get(lyricsArtifact) ?? null)
}

function itemsOf(song: SongResult | SongEditResult, seed: number): ProducedItem[] {
  const { bytes, mediaType, durationSeconds, bpm, key, title, lyrics, words, score, stems } = song
  const main = { ...NO_FACTS, kind: 'audio', mediaType, durationSeconds, seed, title, lyrics, bpm, key, bytes } as const
  const along = { ...NO_FACTS, of: 0, seed }
  const encoder = new TextEncoder()
  const items: ProducedItem[] = [main]
  if (words.length > 0) {
    const lrc = encoder.encode(lrcOf(words, { title, durationSeconds }))
    items.push({ ...along, kind: 'text', role: 'timings', mediaType: 'application/lrc', bytes: lrc })
  }
  if (score !== null) {
    items.push({ ...along, kind: 'text', role: 'score', mediaType: 'application/json', bytes: encoder.encode(score) })
  }
  for (const stem of stems) {
    const facts = { kind: 'audio', role: 'stem', mediaType, durationSeconds, title: stem.name } as const
    items.push({ ...along, ...facts, bytes: stem.bytes })
  }
  return items
}
