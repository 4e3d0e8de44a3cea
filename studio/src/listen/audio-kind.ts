import { findMp3Start } from './walk-mp3.ts'

export type AudioKind = 'wav' | 'flac' | 'ogg' | 'mp3'

/** What the bytes are, by their first ones and never by a name; null = no audio that is read here. */
export function findAudioKind(bytes: Uint8Array): AudioKind | null {
  if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WAVE')) return 'wav'
  if (hasText(bytes, 0, 'fLaC')) return 'flac'
  if (hasText(bytes, 0, 'OggS')) return 'ogg'
  return findMp3Start(bytes) === null ? null : 'mp3'
}

export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}
