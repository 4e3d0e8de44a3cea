import type { StudioContext, VideoRequest } from '../../contract.ts'

export function makeVideoRequest(change: Partial<VideoRequest> = {}): VideoRequest {
  return {
    kind: 'video',
    prompt: 'a fox in a forest',
    negativePrompt: '',
    image: null,
    width: 160,
    height: 128,
    durationSeconds: 1,
    format: 'mp4',
    seed: 7,
    ...change,
  }
}

export function quietContext(): StudioContext {
  return { signal: new AbortController().signal, onProgress: () => {} }
}
