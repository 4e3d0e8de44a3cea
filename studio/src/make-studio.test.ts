import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import type { ImageRequest, LyricsRequest, SongRequest, SoundRequest } from './contract.ts'
import { makeStudio, type Studio, type StudioOptions } from './make-studio.ts'

const run = promisify(execFile)
const studios: Studio[] = []
afterEach(async () => {
  await Promise.all(studios.splice(0).map((studio) => studio.close()))
})

function open(options: StudioOptions): Studio {
  const studio = makeStudio(options)
  studios.push(studio)
  return studio
}

/** A pool over a scripted thread, for what no generator of ours does: hang, crash, exit. */
function openScripted(threads: number, script: string): Studio {
  const source = `import { parentPort, threadId } from 'node:worker_threads'
    const post = (message) => parentPort.postMessage(message)
    const done = (id, title) =>
      post({ type: 'done', id, result: { kind: 'lyrics', title, lyrics: '', tags: [], rhymes: [] } })
    parentPort.on('message', (message) => {
      const { id, type } = message
      const prompt = message.request?.prompt
      ${script}
    })`
  return open({ threads, workerUrl: new URL(`data:text/javascript,${encodeURIComponent(source)}`) })
}

function lyrics(prompt: string, seed = 1): LyricsRequest {
  return { kind: 'lyrics', prompt, seed }
}

function sound(prompt: string, durationSeconds: number): SoundRequest {
  return { kind: 'sound', prompt, negativePrompt: '', durationSeconds, video: null, seed: 1, format: 'wav' }
}

const quiet = () => ({ signal: new AbortController().signal, onProgress: () => {} })

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('generators in threads', () => {
  test('lyrics and sound arrive, each with the result of its kind', async () => {
    const studio = open({ threads: 1 })
    const song = await studio.run(lyrics('the sea at night'), quiet())
    expect(song.lyrics).toContain('[Chorus]')
    const rain = await studio.run(sound('rain', 1), quiet())
    expect(Buffer.from(rain.bytes.subarray(0, 4)).toString()).toBe('RIFF')
    expect(rain.bytes.length).toBe(44 + 44100 * 4)
  })

  test('pictures and songs arrive too', async () => {
    const studio = open({ threads: 1 })
    const asked = { prompt: 'a boat on the sea at sunset', seed: 3 }
    const image: ImageRequest = { kind: 'image', ...asked, negativePrompt: '', width: 128, height: 96, format: 'png' }
    const picture = await studio.run(image, quiet())
    expect(Buffer.from(picture.bytes.subarray(1, 4)).toString()).toBe('PNG')
    expect([picture.width, picture.height]).toEqual([128, 96])
    const plan = { lyrics: null, instrumental: true, title: null, bpm: null, key: null, withStems: false }
    const wanted: SongRequest = { kind: 'song', ...asked, ...plan, durationSeconds: 4, format: 'wav' }
    const song = await studio.run(wanted, quiet())
    expect(Buffer.from(song.bytes.subarray(0, 4)).toString()).toBe('RIFF')
    expect(song.sections.length).toBeGreaterThan(0)
  })

  test('two threads give the same bytes for the same seed', async () => {
    const studios = [open({ threads: 1 }), open({ threads: 1 })]
    const sounds = await Promise.all(studios.map((studio) => studio.run(sound('thunder and birds', 2), quiet())))
    expect(new Set(sounds.map(({ bytes }) => sha256(bytes))).size).toBe(1)
    const songs = await Promise.all(studios.map((studio) => studio.run(lyrics('rain'), quiet())))
    expect(songs[0]).toEqual(songs[1])
  })

  test('progress is relayed, rising, and ends at 100', async () => {
    const seen: number[] = []
    const context = { ...quiet(), onProgress: (percent: number) => seen.push(percent) }
    await open({ threads: 1 }).run(sound('rain, wind and fire', 2), context)
    expect(seen.length).toBeGreaterThan(3)
    expect(seen).toEqual(seen.toSorted((left, right) => left - right))
    expect(seen.at(-1)).toBe(100)
  })

  test('the event loop of the caller stays free while a thread renders', async () => {
    const studio = open({ threads: 1 })
    await studio.run(lyrics('warm up'), quiet())
    let turns = 0
    let isRunning = true
    const turn = () => {
      turns += 1
      if (isRunning) setTimeout(turn, 1)
    }
    turn()
    await studio.run(sound('crowd, applause, rain and thunder', 20), quiet())
    isRunning = false
    // Run on this thread, the render would leave one turn between two layers: six in all.
    expect(turns).toBeGreaterThan(30)
  })

  test('an unknown kind rejects with a sentence, and the thread goes on', async () => {
    const studio = open({ threads: 1 })
    // @ts-expect-error what a caller without types could send
    const request: LyricsRequest = { ...lyrics('x'), kind: 'opera' }
    await expect(studio.run(request, quiet())).rejects.toThrow('no generator for "opera"')
    expect((await studio.run(lyrics('love'), quiet())).kind).toBe('lyrics')
  })

  test('a running render is aborted with the reason of its signal', async () => {
    const studio = open({ threads: 1 })
    const abort = new AbortController()
    const reason = new Error('the user left')
    const onProgress = () => abort.abort(reason)
    await expect(studio.run(sound('rain, wind and birds', 10), { signal: abort.signal, onProgress })).rejects.toBe(
      reason,
    )
    expect((await studio.run(lyrics('love'), quiet())).kind).toBe('lyrics')
  })
})

describe('queue', () => {
  test('waiting runs start in order', async () => {
    const studio = openScripted(1, `done(id, prompt)`)
    const order: string[] = []
    const prompts = ['a', 'b', 'c', 'd']
    await Promise.all(prompts.map(async (prompt) => order.push((await studio.run(lyrics(prompt), quiet())).title)))
    expect(order).toEqual(prompts)
  })

  test('as many run at once as there are threads, and no more', async () => {
    const studio = openScripted(
      2,
      `post({ type: 'progress', id, percent: 1 }); setImmediate(() => done(id, String(threadId)))`,
    )
    const runs = Array.from({ length: 12 }, () => studio.run(lyrics('x'), quiet()))
    const threads = new Set((await Promise.all(runs)).map((result) => result.title))
    expect(threads.size).toBe(2)
  })

  test('a waiting run is aborted at once, and the next one still runs', async () => {
    const studio = openScripted(
      1,
      `if (prompt === 'hold') post({ type: 'progress', id, percent: 5 }); else if (type === 'abort') post({ type: 'failed', id, message: 'stopped' }); else done(id, prompt)`,
    )
    const [holding, waiting] = [new AbortController(), new AbortController()]
    const started = Promise.withResolvers<void>()
    const held = studio.run(lyrics('hold'), { signal: holding.signal, onProgress: () => started.resolve() })
    const queued = studio.run(lyrics('queued'), { ...quiet(), signal: waiting.signal })
    const after = studio.run(lyrics('after'), quiet())
    await started.promise
    waiting.abort(new Error('changed my mind'))
    await expect(queued).rejects.toThrow('changed my mind')
    holding.abort(new Error('enough'))
    await expect(held).rejects.toThrow('enough')
    expect((await after).title).toBe('after')
  })

  test('a signal that is aborted already never starts a thread', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(open({ threads: 1 }).run(lyrics('x'), { ...quiet(), signal })).rejects.toThrow('too late')
  })
})

describe('threads that misbehave', () => {
  test('a thread that ignores an abort is ended and replaced', async () => {
    const studio = openScripted(
      1,
      `
      if (prompt === 'hang') { post({ type: 'progress', id, percent: 5 }); while (true); }
      if (type === 'run') done(id, String(threadId))`,
    )
    const first = await studio.run(lyrics('x'), quiet())
    const abort = new AbortController()
    const hanging = studio.run(lyrics('hang'), {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('stop')),
    })
    const next = studio.run(lyrics('x'), quiet())
    await expect(hanging).rejects.toThrow('stop')
    expect((await next).title).not.toBe(first.title)
  })

  test('a thread that answers an abort is kept', async () => {
    const studio = openScripted(
      1,
      `
      if (type === 'abort') post({ type: 'failed', id, message: 'aborted' })
      else if (prompt === 'wait') post({ type: 'progress', id, percent: 5 })
      else done(id, String(threadId))`,
    )
    const first = await studio.run(lyrics('x'), quiet())
    const abort = new AbortController()
    const onProgress = () => abort.abort(new Error('stop'))
    await expect(studio.run(lyrics('wait'), { signal: abort.signal, onProgress })).rejects.toThrow('stop')
    expect((await studio.run(lyrics('x'), quiet())).title).toBe(first.title)
  })

  test.each([
    ['throws', `throw new Error('out of paint')`, 'out of paint'],
    ['exits', `process.exit(3)`, 'ended with code 3'],
  ])('a thread that %s rejects its own run only', async (_, crash, message) => {
    const studio = openScripted(1, `if (prompt === 'crash') { ${crash} } done(id, prompt)`)
    const crashing = studio.run(lyrics('crash'), quiet())
    const next = studio.run(lyrics('next'), quiet())
    await expect(crashing).rejects.toThrow(message)
    expect((await next).title).toBe('next')
  })

  test('a failure in a generator rejects with its message and keeps the thread', async () => {
    const studio = openScripted(
      1,
      `if (prompt === 'bad') post({ type: 'failed', id, message: 'no such key' }); else done(id, String(threadId))`,
    )
    const first = await studio.run(lyrics('x'), quiet())
    await expect(studio.run(lyrics('bad'), quiet())).rejects.toThrow(/^no such key$/)
    expect((await studio.run(lyrics('x'), quiet())).title).toBe(first.title)
  })
})

test.runIf(process.platform === 'linux')(
  'threads that render stand back behind all others, as far as they were told to, and the rest of the process does not',
  async () => {
    const before = await nicenesses()
    await open({ threads: 1, nice: 11 }).run(lyrics('the sea'), quiet())
    const after = await nicenesses()
    expect(before.filter((nice) => nice === 11)).toEqual([])
    expect(after.filter((nice) => nice === 11)).toHaveLength(1)
    expect(getPriority(process.pid)).toBe(before[0])
  },
)

/** Of each thread of this process, its first one first. */
async function nicenesses(): Promise<number[]> {
  const threads = await readdir('/proc/self/task')
  return threads.toSorted((a, b) => Number(a) - Number(b)).map((thread) => getPriority(Number(thread)))
}

describe('close', () => {
  test('running and waiting runs reject, and so do later ones', async () => {
    const studio = openScripted(1, `post({ type: 'progress', id, percent: 5 })`)
    const started = Promise.withResolvers<void>()
    const running = studio.run(lyrics('x'), { ...quiet(), onProgress: () => started.resolve() })
    const waiting = studio.run(lyrics('x'), quiet())
    const outcomes = Promise.allSettled([running, waiting])
    await started.promise
    await studio.close()
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    await expect(studio.run(lyrics('x'), quiet())).rejects.toThrow('closed')
  })

  test('it may be closed twice, and without having run', async () => {
    const studio = makeStudio({ threads: 2 })
    await studio.close()
    await expect(studio.close()).resolves.toBeUndefined()
  })

  test.each([
    ['a closed studio', 'await studio.close()'],
    ['a forgotten idle studio', ''],
  ])('%s does not keep the process alive', async (_, end) => {
    const script = `
      import { makeStudio } from ${JSON.stringify(new URL('./make-studio.ts', import.meta.url).href)}
      const studio = makeStudio({ threads: 1 })
      const context = { signal: new AbortController().signal, onProgress() {} }
      const song = await studio.run({ kind: 'lyrics', prompt: 'the sea', seed: 1 }, context)
      ${end}
      console.log(song.title)`
    // A process that hangs is killed by the time limit, which rejects.
    const folder = await mkdtemp(join(tmpdir(), 'studio-'))
    const file = join(folder, 'script.mjs')
    await writeFile(file, script)
    const { stdout } = await run(process.execPath, [file], { timeout: 60_000 }).finally(() =>
      rm(folder, { recursive: true }),
    )
    expect(stdout.trim()).not.toBe('')
  })
})
