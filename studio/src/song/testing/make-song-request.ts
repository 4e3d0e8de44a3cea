import type { SongRequest, StudioContext } from '../../contract.ts'

export function makeSongRequest(wanted: Partial<SongRequest> = {}): SongRequest {
  return {
    kind: 'song',
    prompt: 'a happy pop song',
    lyrics: null,
    instrumental: true,
    title: null,
    bpm: null,
    key: null,
    durationSeconds: 6,
    withStems: false,
    seed: 1,
    format: 'wav',
    ...wanted,
  }
}

export function makeContext(): StudioContext {
  return { signal: new AbortController().signal, onProgress() {} }
}
