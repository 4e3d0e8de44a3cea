/**
 * Plays films of the studio in a real Chromium and says whether they ran to their end with picture and sound.
 * `node studio/judge/video-in-chromium.ts [film.mp4 ...]`; without files it makes three of its own. Needs Debian's
 * Chromium. Ends with 1 if a film does not play.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { VideoRequest } from '../src/contract.ts'
import { makeVideo } from '../src/video/make-video.ts'

interface Played {
  error: string | null
  isEnded: boolean
  currentTime: number
  duration: number
  width: number
  height: number
  videoBytes: number
  audioBytes: number
  pictures: number
  dropped: number
  /** Mean brightness of what the browser shows, and how far two moments of it differ; both 0 to 255. */
  brightness: number
  change: number
}

const executablePath = '/usr/bin/chromium'
if (!existsSync(executablePath)) {
  process.stderr.write(`There is no Chromium at ${executablePath}: install Debian's package chromium\n`)
  process.exit(2)
}

const films = process.argv.length > 2 ? await readFilms(process.argv.slice(2)) : await makeFilms()
const server = createServer((request, response) => {
  const film = films.get(decodeURIComponent((request.url ?? '/').slice(1)))
  if (film === undefined) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
  return sendRange(film, request.headers.range, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('The server has no port')
const profile = await mkdtemp(join(tmpdir(), 'video-in-chromium-'))
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
  ],
})
let failures = 0
try {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${address.port}/`)
  for (const name of films.keys()) {
    const played = await play(page, `/${encodeURIComponent(name)}`)
    const faults = listFaults(played, !name.includes('silent'))
    if (faults.length > 0) failures += 1
    process.stdout.write(`${faults.length === 0 ? 'plays' : 'FAILS'}  ${name}  ${JSON.stringify(played)}\n`)
    for (const fault of faults) process.stdout.write(`       ${fault}\n`)
  }
} finally {
  await browser.close()
  server.close()
  await rm(profile, { recursive: true, force: true })
}
process.stdout.write(
  `${films.size - failures} of ${films.size} films play in Chromium ${browser.browser()?.version() ?? ''}\n`,
)
process.exitCode = failures === 0 ? 0 : 1

async function readFilms(paths: string[]): Promise<Map<string, Uint8Array>> {
  const read = await Promise.all(
    paths.map(async (path) => [basename(path), new Uint8Array(await readFile(path))] as const),
  )
  return new Map(read)
}

async function makeFilms(): Promise<Map<string, Uint8Array>> {
  const base: VideoRequest = {
    kind: 'video',
    prompt: '',
    negativePrompt: '',
    image: null,
    width: 640,
    height: 360,
    durationSeconds: 5,
    format: 'mp4',
    seed: 7,
  }
  const made = new Map<string, Uint8Array>()
  for (const [name, change] of Object.entries({
    'boat.mp4': { prompt: 'a sailing boat on the sea at sunset, camera pans right' },
    'city-rain-portrait.mp4': { prompt: 'city street in the rain at night, zoom in', width: 360, height: 640 },
    'silent.mp4': { prompt: 'a fox in a snowy forest, without sound', durationSeconds: 1, width: 128, height: 128 },
  })) {
    const quiet = { signal: new AbortController().signal, onProgress: () => {} }
    made.set(name, (await makeVideo({ ...base, ...change }, quiet)).bytes)
  }
  return made
}

/** Chromium asks for parts of a file, as of any media server. */
function sendRange(film: Uint8Array, range: string | undefined, response: import('node:http').ServerResponse): void {
  const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(range ?? '') ?? []
  const start = Number(from)
  const end = to === '' ? film.length - 1 : Math.min(film.length - 1, Number(to))
  const headers = {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-length': String(end - start + 1),
    'content-range': `bytes ${start}-${end}/${film.length}`,
  }
  response.writeHead(range === undefined ? 200 : 206, headers).end(film.subarray(start, end + 1))
}

/** Runs in the browser, hence as text: the project has no types of the DOM. */
async function play(page: Page, url: string): Promise<Played> {
  return page.evaluate<Played>(`(async () => {
    const video = document.createElement('video')
    const canvas = document.createElement('canvas')
    const looks = []
    const look = () => {
      canvas.width = 64
      canvas.height = 36
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      pen.drawImage(video, 0, 0, 64, 36)
      looks.push(Array.from(pen.getImageData(0, 0, 64, 36).data))
    }
    document.body.replaceChildren(video)
    video.src = ${JSON.stringify(url)}
    const settled = new Promise((resolve) => {
      video.addEventListener('ended', () => resolve(null))
      video.addEventListener('error', () => resolve(video.error.code + ' ' + video.error.message))
    })
    video.addEventListener('timeupdate', look)
    const error = (await video.play().then(() => null, (reason) => String(reason))) ?? (await settled)
    if (error === null) look()
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
    const [first, last] = [looks[0] ?? [], looks.at(-1) ?? []]
    const quality = video.getVideoPlaybackQuality()
    return {
      error,
      isEnded: video.ended,
      currentTime: video.currentTime,
      duration: video.duration,
      width: video.videoWidth,
      height: video.videoHeight,
      videoBytes: video.webkitVideoDecodedByteCount,
      audioBytes: video.webkitAudioDecodedByteCount,
      pictures: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      brightness: Math.round(mean(last)),
      change: Math.round(mean(last.map((value, at) => Math.abs(value - first[at]))) * 10) / 10,
    }
  })()`)
}

function listFaults(played: Played, hasSound: boolean): string[] {
  const faults: string[] = []
  if (played.error !== null) faults.push(`error ${played.error}`)
  if (!played.isEnded) faults.push('did not reach its end')
  if (Math.abs(played.currentTime - played.duration) > 0.1) faults.push('stopped early')
  if (played.videoBytes === 0) faults.push('no picture was decoded')
  if (hasSound !== played.audioBytes > 0) faults.push(hasSound ? 'no sound was decoded' : 'has sound')
  if (!(played.change > 0.5)) faults.push('its pictures stand still')
  return faults
}
