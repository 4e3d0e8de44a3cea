import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { MusicWork } from '../../domain/work.ts'
import { isBlank } from './wire.ts'

/** For an entry that does not say. */
const SECONDS_DEFAULT = 120

interface Song {
  prompt: string
  /** Blank = none. */
  lyrics: string
  instrumental: boolean
  title: string
  withCover: boolean
  seed: number | null
}

/** What all song families ask for: as many songs, and as long ones, as the catalogue entry says. */
export function songWork(entry: CatalogueModel, song: Song): MusicWork {
  const { prompt, lyrics, instrumental, title, withCover, seed } = song
  const sings = !instrumental && !isBlank(lyrics)
  return {
    capability: 'music.compose',
    prompt,
    lyrics: sings ? lyrics : null,
    lyricsArtifact: null,
    instrumental,
    withStems: false,
    title: isBlank(title) ? null : title,
    bpm: null,
    durationSeconds: entry.durationSeconds ?? SECONDS_DEFAULT,
    format: 'mp3',
    coverPrompt: withCover ? coverPrompt(title, prompt, lyrics) : null,
    coverArtifact: null,
    seed,
    count: entry.outputs,
    script: null,
  }
}

function coverPrompt(title: string, prompt: string, lyrics: string): string {
  const words = [title, prompt].filter((part) => !isBlank(part)).join(': ')
  return words === '' ? lyrics : words
}
