import type { ResultOf, Studio, StudioRequest } from '@medley/studio'

import type { Provider, ProviderContext, StartRequest } from '../../domain/provider.ts'
import type { ItemFacts, MusicWork, ProducedItem, Work } from '../../domain/work.ts'

const NO_FACTS = {
  width: null,
  height: null,
  durationSeconds: null,
  seed: null,
  title: null,
  lyrics: null,
  tags: null,
  bpm: null,
  key: null,
} as const satisfies Partial<ItemFacts>

/**
 * The built-in generators as a provider. Restartable: the same work gives the same bytes, so a start cut off by a crash is
 * simply run again (RULINGS 28). Each of several results gets a seed of its own, counted up from the work's.
 */
export function makeStudioProvider(studio: Studio, threads: number): Provider {
  return {
    name: 'studio',
    concurrency: threads,
    synchronous: true,
    deadlineMs: 30 * 60_000,
    recoveryOf: () => ({ restartable: true, resendMs: null, lookup: false, quarantineMs: 0 }),
    async start(request, context) {
      try {
        return { kind: 'finished', items: await produceAll(studio, request, context) }
      } catch (error) {
        if (context.signal.aborted) return { kind: 'not_sent', error: aborted }
        throw error
      }
    },
    close: () => studio.close(),
  }
}

const aborted = { fault: 'gateway', retryable: true, message: 'The work was stopped.' } as const

type Run = <R extends StudioRequest>(request: R, share: { from: number; to: number }) => Promise<ResultOf<R>>

async function produceAll(studio: Studio, request: StartRequest, context: ProviderContext): Promise<ProducedItem[]> {
  const { work } = request
  const items: ProducedItem[] = []
  for (let index = 0; index < work.count; index += 1) {
    const seed = ((work.seed ?? 0) + index) % 2 ** 53
    const run: Run = (studioRequest, share) =>
      studio.run(studioRequest, {
        signal: context.signal,
        onProgress: (percent) =>
          context.onProgress(((index + (share.from + (percent / 100) * (share.to - share.from))) / work.count) * 100),
      })
    items.push(...(await produceOne(run, work, seed, request)))
  }
  return items
}

async function produceOne(run: Run, work: Work, seed: number, request: StartRequest): Promise<ProducedItem[]> {
  const whole = { from: 0, to: 1 }
  switch (work.capability) {
    case 'image.generate': {
      const { prompt, negativePrompt, width, height, format } = work
      return [await paint(run, { prompt, negativePrompt, width, height, format }, seed, 'main', whole)]
    }
    case 'lyrics.generate': {
      const written = await run({ kind: 'lyrics', prompt: work.prompt, seed }, whole)
      const facts = { kind: 'text', role: 'main', mediaType: 'text/plain; charset=utf-8' } as const
      const { title, lyrics, tags } = written
      return [{ ...NO_FACTS, ...facts, title, lyrics, tags, seed, bytes: new TextEncoder().encode(lyrics) }]
    }
    case 'music.compose':
      return await compose(run, work, seed, request)
    case 'sound.generate': {
      const { prompt, negativePrompt, durationSeconds } = work
      const sound = await run({ kind: 'sound', prompt, negativePrompt, durationSeconds, seed, format: 'mp3' }, whole)
      const facts = { kind: 'audio', role: 'main', mediaType: sound.mediaType } as const
      return [{ ...NO_FACTS, ...facts, durationSeconds: sound.durationSeconds, seed, bytes: sound.bytes }]
    }
    case 'speech.synthesize':
    case 'video.generate':
    case 'chat.complete':
      throw new Error(`The studio cannot do ${work.capability}`)
  }
}

async function compose(run: Run, work: MusicWork, seed: number, request: StartRequest): Promise<ProducedItem[]> {
  const sung = work.lyricsArtifact === null ? work.lyrics : (request.texts.get(work.lyricsArtifact) ?? null)
  const lyrics = work.instrumental ? null : sung
  const { prompt, instrumental, title, bpm, durationSeconds, format } = work
  const part = { from: 0, to: work.coverPrompt === null ? 1 : 0.8 }
  const song = await run(
    { kind: 'song', prompt, lyrics, instrumental, title, bpm, key: null, durationSeconds, seed, format },
    part,
  )
  const facts = { kind: 'audio', role: 'main', mediaType: song.mediaType } as const
  const items: ProducedItem[] = [
    {
      ...NO_FACTS,
      ...facts,
      durationSeconds: song.durationSeconds,
      seed,
      title: song.title,
      lyrics,
      bpm: song.bpm,
      key: song.key,
      bytes: song.bytes,
    },
  ]
  if (work.coverPrompt !== null) {
    const cover = { prompt: work.coverPrompt, negativePrompt: '', width: 1024, height: 1024, format: 'png' } as const
    items.push(await paint(run, cover, seed, 'cover', { from: 0.8, to: 1 }))
  }
  return items
}

async function paint(
  run: Run,
  picture: { prompt: string; negativePrompt: string; width: number; height: number; format: 'png' | 'jpeg' | 'webp' },
  seed: number,
  role: 'main' | 'cover',
  share: { from: number; to: number },
): Promise<ProducedItem> {
  const { bytes, mediaType, width, height } = await run({ kind: 'image', ...picture, seed }, share)
  return { ...NO_FACTS, kind: 'image', role, mediaType, width, height, seed, bytes }
}
