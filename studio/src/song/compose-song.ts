import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { SongRequest, SongResult, StudioContext } from '../contract.ts'
import { writeLyrics } from '../lyrics/write-lyrics.ts'
import { withoutTimes } from './lrc.ts'
import { parseLyricSections } from './lyric-sections.ts'
import { lyricsOfScore } from './lyrics-of-score.ts'
import { makeStep, playScore } from './play-score.ts'
import type { Score, SectionKind } from './score.ts'
import { writeScore } from './write-score.ts'

/** A song from a prompt: composed, played by sampled instruments and sung, mastered and encoded. */
export async function composeSong(request: SongRequest, context: StudioContext): Promise<SongResult> {
  await pauseUnlessAborted(context)
  const worded = await withWords(request, context)
  const score = writeScore(worded)
  const playing: StudioContext = { ...context, onProgress: (percent) => context.onProgress(2 + 0.78 * percent) }
  const stemFormat = request.withStems ? request.format : null
  const { pcm, words, stems } = await playScore(score, { stemFormat }, playing)
  const { bytes, mediaType } = await encodeAudioInSteps(pcm, request.format, makeStep(context, 80, 100))
  context.onProgress(100)
  return {
    kind: 'song',
    bytes,
    mediaType,
    durationSeconds: pcm.channels[0].length / pcm.sampleRate,
    bpm: score.bpm,
    key: score.key,
    title: score.title,
    genre: score.genre,
    sections: score.sections.map(({ name, beat }) => ({ name, startSeconds: (beat * 60) / score.bpm })),
    lyrics: worded.instrumental ? null : isSungAsWritten(worded.lyrics, score) ? worded.lyrics : lyricsOfScore(score),
    words,
    score: JSON.stringify(score),
    stems,
  }
}

/** Whether the song has each of the words' lines, and the words are nothing else: no times. Short songs leave some out. */
function isSungAsWritten(lyrics: string | null, { sections }: Score): boolean {
  if (withoutTimes(lyrics ?? '') !== lyrics) return false
  const sung = new Set(sections.flatMap(({ lines }) => lines))
  const given = parseLyricSections(lyrics ?? '').filter(({ lines }) => lines.length > 0)
  const count = (kinds: { kind: SectionKind }[], kind: SectionKind) =>
    kinds.filter((other) => other.kind === kind).length
  return given.every(
    ({ kind, lines }) => lines.every(({ text }) => sung.has(text)) && count(sections, kind) >= count(given, kind),
  )
}

/** A song that is not asked to be instrumental is sung; words that are not given are written from the prompt. */
async function withWords(request: SongRequest, context: StudioContext): Promise<SongRequest> {
  if (request.instrumental || (request.lyrics ?? '').trim() !== '') return request
  const writing: StudioContext = { ...context, onProgress: () => undefined }
  const { title, lyrics } = await writeLyrics({ kind: 'lyrics', prompt: request.prompt, seed: request.seed }, writing)
  return { ...request, lyrics, title: request.title ?? title }
}
