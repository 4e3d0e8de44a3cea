import type { Uuid } from '../../lib/ids.ts'
import {
  holdsText,
  isSimulated,
  noNeeds,
  readArtifact,
  readScript,
  scriptEcho,
  type Draft,
  type Reading,
} from './reading.ts'
import type { MusicInput } from './wire.ts'

/** RULINGS 43. */
const SECONDS_DEFAULT = 120

interface Named {
  cover: Uuid | null
  lyrics: Uuid | null
}

/** Songs: omnapi.md 7.3 with the limits and defaults of RULINGS 43. An instrumental ignores the words it was given. */
export function readMusic(input: MusicInput, reading: Reading): Draft {
  requireSource(input, reading)
  const needs = noNeeds()
  const named: Named = {
    cover: readArtifact(input.imageId, { key: 'imageId', kind: 'image' }, needs, reading),
    lyrics: readArtifact(input.lyricsId, { key: 'lyricsId', kind: 'text' }, needs, reading),
  }
  // The studio holds no conversation: the song in focus has to exist, and is echoed.
  readArtifact(input.currentSongId, { key: 'currentSongId', kind: 'audio' }, needs, reading)
  const work = toWork(input, named, reading)
  return {
    work,
    echo: echoOf(input, work.durationSeconds, reading),
    needs,
    wire: named.cover === null ? {} : { imageId: named.cover },
  }
}

function requireSource(input: MusicInput, { entry, place, issues }: Reading): void {
  if (isSimulated(entry) || holdsText(input.soundPrompt) || holdsText(input.lyrics)) return
  if (input.lyricsId !== undefined) return
  issues.push({ path: place, message: 'needs one of soundPrompt, lyrics and lyricsId', type: 'missing' })
}

function toWork(input: MusicInput, named: Named, reading: Reading) {
  const { entry } = reading
  const instrumental = input.instrumental ?? false
  return {
    capability: 'music.compose',
    prompt: input.soundPrompt ?? (isSimulated(entry) ? input.prompt : undefined) ?? '',
    lyrics: !instrumental && holdsText(input.lyrics) ? input.lyrics : null,
    lyricsArtifact: instrumental ? null : named.lyrics,
    instrumental,
    withStems: input.stems ?? false,
    title: holdsText(input.title) ? input.title : null,
    bpm: input.bpm ?? null,
    durationSeconds: input.length ?? entry.durationSeconds ?? SECONDS_DEFAULT,
    format: 'mp3',
    coverPrompt: named.cover === null && holdsText(input.imagePrompt) ? input.imagePrompt : null,
    coverArtifact: named.cover,
    seed: input.seed ?? null,
    count: entry.outputs,
    script: readScript(input.script, reading),
  } as const
}

function echoOf(input: MusicInput, length: number, reading: Reading): Draft['echo'] {
  return {
    soundPrompt: input.soundPrompt,
    lyrics: input.lyrics,
    instrumental: input.instrumental ?? false,
    stems: input.stems,
    seed: input.seed,
    bpm: input.bpm,
    length,
    title: input.title,
    imageId: input.imageId,
    imagePrompt: input.imagePrompt,
    lyricsId: input.lyricsId,
    currentSongId: input.currentSongId,
    model: input.model ?? reading.entry.name,
    advancedMode: input.advancedMode ?? false,
    conversationId: input.conversationId,
    prompt: isSimulated(reading.entry) ? input.prompt : undefined,
    script: scriptEcho(input.script, reading),
  }
}
