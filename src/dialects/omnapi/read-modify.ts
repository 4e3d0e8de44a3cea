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
import type { MusicEditWork } from '../../domain/work.ts'
import type { ModifyInput } from './wire.ts'

type Transform = MusicEditWork['transform']

/** What a transform cannot be done without, besides the clip (omnapi.md 7.4). */
const NEEDED: Readonly<Record<Transform, readonly (keyof ModifyInput)[]>> = {
  extend: [],
  cover: [],
  inpaint: ['replaceStartAt', 'replaceEndAt'],
  swap_vocals: [],
  swap_sound: ['soundPrompt'],
}

/** Changes of a song (omnapi.md 7.4): `prompt`, `soundPrompt` and `tags` are one wish in three fields. */
export function readModify(input: ModifyInput, reading: Reading): Draft {
  const { entry, issues, place } = reading
  const needs = noNeeds()
  const audio = readArtifact(input.clipId, { key: 'clipId', kind: 'audio' }, needs, reading)
  const lyricsArtifact = readArtifact(input.lyricsId, { key: 'lyricsId', kind: 'text' }, needs, reading)
  // The studio holds no conversation: the song in focus has to exist, and is echoed.
  readArtifact(input.currentSongId, { key: 'currentSongId', kind: 'audio' }, needs, reading)
  if (input.clipId === undefined) issues.push({ path: [...place, 'clipId'], message: 'is required', type: 'missing' })
  const transform = readTransform(input, reading)
  return {
    work: {
      capability: 'music.modify',
      transform,
      audio: { kind: 'artifact', artifact: audio ?? '' },
      prompt: [input.prompt, input.soundPrompt, input.tags].filter(holdsText).join(', '),
      title: holdsText(input.title) ? input.title : null,
      lyrics: holdsText(input.lyrics) ? input.lyrics : null,
      lyricsArtifact,
      cropEndAt: transform === 'extend' ? (input.cropEndAt ?? null) : null,
      replaceStartAt: transform === 'inpaint' ? (input.replaceStartAt ?? null) : null,
      replaceEndAt: transform === 'inpaint' ? (input.replaceEndAt ?? null) : null,
      withStems: input.stems ?? false,
      format: 'mp3',
      seed: input.seed ?? null,
      count: entry.outputs,
      script: readScript(input.script, reading),
    },
    echo: {
      clipId: input.clipId,
      modifyMode: input.modifyMode ?? 'task',
      transform: input.transform,
      prompt: input.prompt,
      title: input.title,
      tags: input.tags,
      lyrics: input.lyrics,
      lyricsId: input.lyricsId,
      soundPrompt: input.soundPrompt,
      cropEndAt: input.cropEndAt,
      replaceStartAt: input.replaceStartAt,
      replaceEndAt: input.replaceEndAt,
      conversationId: input.conversationId,
      currentSongId: input.currentSongId,
      stems: input.stems,
      seed: input.seed,
      script: scriptEcho(input.script, reading),
    },
    needs,
    wire: {},
  }
}

function readTransform(input: ModifyInput, { entry, place, issues }: Reading): Transform {
  const { transform, replaceStartAt: start, replaceEndAt: end } = input
  if (transform === undefined) {
    if (!isSimulated(entry)) issues.push({ path: [...place, 'transform'], message: 'is required', type: 'missing' })
    return 'extend'
  }
  for (const key of NEEDED[transform]) {
    if (input[key] === undefined) {
      issues.push({ path: [...place, key], message: `is required to ${transform}`, type: 'missing' })
    }
  }
  if (transform === 'swap_sound' && input.soundPrompt !== undefined && !holdsText(input.soundPrompt)) {
    issues.push({ path: [...place, 'soundPrompt'], message: 'must hold more than spaces', type: 'length' })
  }
  if (start !== undefined && end !== undefined && end <= start) {
    issues.push({ path: [...place, 'replaceEndAt'], message: 'must be above replaceStartAt', type: 'range' })
  }
  return transform
}
