import type { SongEditRequest, StudioContext } from '../../contract.ts'

export function makeEditRequest(
  wanted: Partial<SongEditRequest> & Pick<SongEditRequest, 'transform' | 'audio'>,
): SongEditRequest {
  return {
    kind: 'song-edit',
    score: null,
    prompt: '',
    title: null,
    lyrics: null,
    cropEndAt: null,
    replaceStartAt: null,
    replaceEndAt: null,
    withStems: false,
    seed: 1,
    format: 'wav',
    ...wanted,
  }
}

export function makeContext(): StudioContext {
  return { signal: new AbortController().signal, onProgress() {} }
}
