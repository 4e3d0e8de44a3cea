import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { SongEditRequest, SongEditResult, StudioContext } from '../contract.ts'
import { decodeAudio } from '../listen/decode-audio.ts'
import { listenToSong } from '../listen/listen-to-song.ts'
import { resample } from '../listen/resample.ts'
import { Refusal } from '../refusal.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { makeStep } from '../song/play-score.ts'
import { readScore } from '../song/read-score.ts'
import type { Score } from '../song/score.ts'
import { coverHeard } from './cover-heard.ts'
import { editKnownSong } from './edit-known-song.ts'
import type { EditedSong } from './edited-song.ts'
import { extendHeard } from './extend-heard.ts'
import { inpaintHeard } from './inpaint-heard.ts'
import { secondsOf } from './play-on-clock.ts'

const SAMPLE_RATE = 44_100
/** Less has no tempo. */
const HEARD_SECONDS_MIN = 6
/** Noise has 0.04, slow pads without drums 0.07. */
const CLARITY_MIN = 0.055
/** LUFS. */
const SILENCE = -60
/** How far a file may be from its score's length: encoders pad, and a score that belongs to another file differs by more. */
const LENGTH_TOLERANCE = 0.15

/**
 * A song changed. One of ours (its score comes along) is written and played anew where it changes; another is listened to for
 * its tempo, bars, key and chords. What stays of the old sound is its very samples if they are 16 bits and the result is WAV
 * or FLAC, which then has the old one's sample rate; in MP3 and OGG they are what the encoder makes of them.
 */
export async function editSong(request: SongEditRequest, context: StudioContext): Promise<SongEditResult> {
  const { pcm: decoded } = await decodeAudio(request.audio, makeStep(context, 0, 8))
  const isExact = request.format === 'wav' || request.format === 'flac'
  const pcm = isExact ? decoded : await resample(decoded, SAMPLE_RATE, makeStep(context, 8, 12))
  const score = request.score === null ? null : readScore(request.score)
  assertMoments(request, secondsOf(pcm))
  const edited = await edit(pcm, score, request, context)
  const { bytes, mediaType } = await encodeAudioInSteps(edited.pcm, request.format, makeStep(context, 85, 100))
  context.onProgress(100)
  return {
    kind: 'song-edit',
    bytes,
    mediaType,
    durationSeconds: secondsOf(edited.pcm),
    bpm: edited.bpm,
    key: edited.key,
    title: edited.title,
    genre: edited.genre,
    sections: edited.sections,
    lyrics: edited.lyrics,
    words: edited.words,
    score: edited.score === null ? null : JSON.stringify(edited.score),
    stems: edited.stems,
  }
}

async function edit(
  pcm: Pcm,
  score: Score | null,
  request: SongEditRequest,
  context: StudioContext,
): Promise<EditedSong> {
  const window = { from: request.replaceStartAt ?? 0, to: Math.min(secondsOf(pcm), request.replaceEndAt ?? Infinity) }
  if (score !== null && Math.abs(score.durationSeconds - secondsOf(pcm)) < LENGTH_TOLERANCE)
    return editKnownSong(pcm, score, { ...request, window }, within(context, 12, 85))
  assertPossible(request, pcm)
  const heard = await listenToSong(pcm, makeStep(context, 12, 25))
  if (heard.clarity < CLARITY_MIN)
    throw new Refusal('No beat can be heard in the audio, which new music would have to keep to; send a song with one.')
  const playing = within(context, 25, 85)
  switch (request.transform) {
    case 'extend':
      return extendHeard(pcm, heard, request, playing)
    case 'cover':
      return coverHeard(pcm, heard, request, playing)
    case 'inpaint':
      return inpaintHeard(pcm, heard, { ...request, window }, playing)
    case 'swap_vocals':
    case 'swap_sound':
      throw new Error(`${request.transform} of a foreign song was to be refused`)
  }
}

/** What a recording alone does not allow. */
function assertPossible(request: SongEditRequest, pcm: Pcm): void {
  if (request.transform === 'swap_vocals')
    throw new Refusal(
      'A voice cannot be taken out of a recording here; swap_vocals works on songs made here. A cover works.',
    )
  if (request.transform === 'swap_sound')
    throw new Refusal(
      'Which notes a recording holds is not known here; swap_sound works on songs made here. A cover works.',
    )
  if (request.withStems && request.transform !== 'cover')
    throw new Refusal(
      'A recording cannot be taken apart into stems here; stems come with songs made here and with covers.',
    )
  if (secondsOf(pcm) < HEARD_SECONDS_MIN)
    throw new Refusal(
      `The audio is shorter than ${HEARD_SECONDS_MIN} seconds, too short to hear its tempo; send a longer one.`,
    )
  if (measureLoudness(pcm) < SILENCE) throw new Refusal('The audio is silent; send a song that can be heard.')
}

function assertMoments({ transform, cropEndAt, replaceStartAt, replaceEndAt }: SongEditRequest, seconds: number): void {
  const length = `the song is ${seconds.toFixed(2)} seconds long`
  if (transform === 'extend' && cropEndAt !== null && !(cropEndAt >= 1 && cropEndAt <= seconds + 0.05))
    throw new Refusal(`cropEndAt is ${cropEndAt}, but ${length}; choose a moment from 1 up to its end.`)
  if (transform !== 'inpaint') return
  if (replaceStartAt === null && replaceEndAt === null)
    throw new Refusal(
      'Inpainting needs replaceStartAt and replaceEndAt, the seconds between which to make the song anew.',
    )
  const [from, to] = [replaceStartAt ?? 0, replaceEndAt ?? seconds]
  if (!(from >= 0 && to <= seconds + 0.05 && to - from >= 0.5))
    throw new Refusal(
      `The part to replace is ${from} to ${to}, but ${length}; choose at least half a second inside it.`,
    )
}

function within(context: StudioContext, from: number, to: number): StudioContext {
  return { ...context, onProgress: (percent) => context.onProgress(from + ((to - from) * percent) / 100) }
}
