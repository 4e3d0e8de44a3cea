import type { SongEditResult, SongResult } from '@medley/studio'

import { NO_FACTS, type MusicEditWork, type MusicWork, type ProducedItem } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import { lrcOf } from './lrc-of.ts'
import type { Making } from './making.ts'
import { paint } from './produce-picture.ts'

const WORDS_SHARE = 0.01
const COVER_SHARE = 0.15
const COVER_SIZE = { width: 1024, height: 1024, negativePrompt: '', format: 'png' } as const

/** A song with its word timings, its score, its stems and its cover, as far as there are such. */
export async function produceSong({ work, seed, request, run }: Making<MusicWork>): Promise<ProducedItem[]> {
  const { prompt, instrumental, bpm, durationSeconds, withStems, format, coverPrompt } = work
  const { lyrics, title } = await wordsOf({ work, seed, request, run })
  const share = 1 - WORDS_SHARE - COMPANIONS_SHARE - (coverPrompt === null ? 0 : COVER_SHARE)
  const song = await run(
    {
      kind: 'song',
      prompt,
      lyrics,
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
  const main = songItem(song, lyrics, seed)
  const along = itemsAlong(song, seed)
  if (coverPrompt === null) return [main, ...along]
  const cover = await paint(run, { prompt: coverPrompt, ...COVER_SIZE, seed }, COVER_SHARE)
  return [main, { ...cover, role: 'cover', of: 0 }, ...along]
}

/** What is sung, and how the song is called. Words that are not given are written here, so that they can be shown. */
async function wordsOf({ work, seed, request, run }: Making<MusicWork>) {
  const { prompt, title, instrumental } = work
  if (instrumental) return { lyrics: null, title }
  const given = work.lyricsArtifact === null ? work.lyrics : (request.texts.get(work.lyricsArtifact) ?? null)
  if (given !== null && /\S/.test(given)) return { lyrics: given, title }
  const written = await run({ kind: 'lyrics', prompt, seed }, WORDS_SHARE)
  return { lyrics: written.lyrics, title: title ?? written.title }
}

/** A song of ours is read with its score, and so played anew rather than listened to. */
export async function produceEditedSong(making: Making<MusicEditWork>): Promise<ProducedItem[]> {
  const { work, seed, request, run } = making
  const audio = await request.readMedia(work.audio)
  const score = await audio.companion('score')
  const given = work.lyricsArtifact === null ? work.lyrics : (request.texts.get(work.lyricsArtifact) ?? null)
  const { transform, prompt, title, cropEndAt, replaceStartAt, replaceEndAt, withStems, format } = work
  const song = await run(
    {
      kind: 'song-edit',
      transform,
      audio: audio.bytes,
      score: score === null ? null : new TextDecoder().decode(score),
      prompt,
      title,
      lyrics: given,
      cropEndAt,
      replaceStartAt,
      replaceEndAt,
      withStems,
      seed,
      format,
    },
    1 - COMPANIONS_SHARE,
  )
  return [songItem(song, given, seed), ...itemsAlong(song, seed)]
}

function songItem(song: SongResult | SongEditResult, lyrics: string | null, seed: number): ProducedItem {
  const { bytes, mediaType, durationSeconds, bpm, key, title } = song
  return { ...NO_FACTS, kind: 'audio', mediaType, durationSeconds, seed, title, lyrics, bpm, key, bytes }
}

function itemsAlong(song: SongResult | SongEditResult, seed: number): ProducedItem[] {
  const { mediaType, durationSeconds, title, words, score, stems } = song
  const along = { ...NO_FACTS, of: 0, seed }
  const encoder = new TextEncoder()
  const items: ProducedItem[] = []
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
