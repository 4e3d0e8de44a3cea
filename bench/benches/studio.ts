import { setTimeout as delay } from 'node:timers/promises'

import { makeStudio, type Studio, type StudioRequest } from '@medley/studio'

import { makeAsk } from '../lib/make-ask.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import type { Report } from '../lib/report.ts'
import type { Child } from '../lib/start-child.ts'
import { FIRST_KEY, startMedley } from '../lib/start-medley.ts'
import { withPostgres } from '../lib/with-postgres.ts'

const RENDERS = 4
/** Node counts the time from one of its looks at the event loop to the next, which is this much where nothing is late. */
const SAMPLED_MS = 10
const HEADERS = { 'x-api-key': FIRST_KEY }

/**
 * What a gateway feels of its own studio's work: how long its event loop and its reads wait while four renders run; how soon a
 * render stops when it is canceled; what memory two hundred renders leave behind. Run it with `--no-pin`: the studio's threads
 * are meant to have the other core.
 */
export async function benchStudio(options: Options): Promise<Report> {
  const beside = await withPostgres(async (postgres) => {
    const medley = await startMedley('serve', postgres, { env: { MEDLEY_STUDIO_THREADS: String(RENDERS) } })
    const task = await createSong(medley, 5)
    await untilEnded(medley, task)
    const idle = await measureReads(medley, task, options.seconds)
    const songs = await Promise.all(Array.from({ length: RENDERS * 4 }, () => createSong(medley, 300)))
    await delay(500)
    const busy = await measureReads(medley, task, options.seconds)
    const running = await countRunning(medley, songs)
    await medley.stop()
    return { idle, busy, running }
  })
  const { stops, residents } = await measureStops(options.isQuick ? 2 : 12)
  const memory = await measureMemory(options.isQuick ? 20 : 200)
  return {
    name: 'studio',
    rows: [
      { subject: 'idle', ...beside.idle },
      { subject: `while ${beside.running} renders run or wait`, ...beside.busy },
      ...stops.map(({ kind, most, median }) => ({ subject: `abort of ${kind}`, 'p50 ms': median, 'most ms': most })),
      ...residents.map(({ after, mib }) => ({ subject: `resident after ${after} aborted renders`, MiB: mib })),
      ...memory.map(({ after, mib }) => ({ subject: `resident after ${after} renders`, MiB: mib })),
    ],
    aims: [
      { name: 'event-loop delay p99 ms, four renders', value: beside.busy['loop p99 ms'], aim: 20, atMost: true },
      {
        name: 'get p99, four renders / idle',
        value: beside.busy['get p99 ms'] / beside.idle['get p99 ms'],
        aim: 2,
        atMost: true,
      },
      {
        name: 'an abort stops a render, most ms',
        value: Math.max(...stops.map(({ most }) => most)),
        aim: 300,
        atMost: true,
      },
      {
        name: 'resident memory after all aborted renders / after a quarter',
        value: growthOf(residents),
        aim: 1.2,
        atMost: true,
      },
      {
        name: 'resident memory after all renders / after a quarter',
        value: growthOf(memory),
        aim: 1.2,
        atMost: true,
      },
    ],
    remarks: ['reads are one after another on four connections; the delay of the event loop is what /metrics says'],
  }
}

async function createSong(medley: Child, seconds: number): Promise<string> {
  const { ask, close } = makeAsk(1)
  const body = JSON.stringify({
    prompt: `a rock song of ${seconds} seconds`,
    instrumental: true,
    model: 'studio-music-1',
  })
  const outcome = await ask({ method: 'POST', url: `${medley.said}/v1/music/text-to-music`, headers: HEADERS, body })
  close()
  if (outcome.kind !== 'answered' || outcome.status >= 300) throw new Error(JSON.stringify(outcome))
  return JSON.parse(outcome.body).task_id
}

async function statusOf(medley: Child, task: string): Promise<string> {
  const { ask, close } = makeAsk(1)
  const outcome = await ask({ method: 'GET', url: `${medley.said}/v1/tasks/${task}`, headers: HEADERS })
  close()
  return outcome.kind === 'answered' ? JSON.parse(outcome.body).status : ''
}

async function untilEnded(medley: Child, task: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await statusOf(medley, task)) === 'succeeded') return
    await delay(100)
  }
  throw new Error('the first song did not succeed')
}

async function countRunning(medley: Child, tasks: readonly string[]): Promise<number> {
  const all = await Promise.all(tasks.map((task) => statusOf(medley, task)))
  return all.filter((status) => status === 'running' || status === 'queued').length
}

async function measureReads(medley: Child, task: string, seconds: number) {
  const { ask, close } = makeAsk(5)
  const metrics = () => ask({ method: 'GET', url: `${medley.said}/metrics`, headers: {} })
  // Each look begins the measure of the event loop anew.
  await metrics()
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  async function read(): Promise<void> {
    while (performance.now() < end) {
      const outcome = await ask({ method: 'GET', url: `${medley.said}/v1/tasks/${task}`, headers: HEADERS })
      if (outcome.kind !== 'answered' || outcome.status !== 200) throw new Error(JSON.stringify(outcome))
      times.push(outcome.ms)
    }
  }
  await Promise.all(Array.from({ length: 4 }, read))
  const text = await metrics()
  close()
  const lag = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text.kind === 'answered' ? text.body : '')?.[1]
  return {
    'get p50 ms': percentile(times, 0.5),
    'get p99 ms': percentile(times, 0.99),
    'loop p99 ms': Number(lag) * 1000 - SAMPLED_MS,
  }
}

const song = {
  ...{ kind: 'song', prompt: 'a pop song', lyrics: null, title: null, bpm: null, key: null, withStems: false },
  ...{ seed: 1, format: 'mp3' },
} as const
const film = {
  kind: 'video',
  negativePrompt: '',
  image: null,
  width: 640,
  height: 360,
  format: 'mp4',
  seed: 1,
} as const
const LONG: readonly StudioRequest[] = [
  { ...song, instrumental: true, durationSeconds: 300 },
  { ...song, instrumental: false, durationSeconds: 180 },
  { kind: 'image', prompt: 'a city at night', negativePrompt: '', width: 4096, height: 4096, seed: 1, format: 'png' },
  { ...film, prompt: 'a boat at sunset', durationSeconds: 10 },
  {
    kind: 'speech',
    text: 'The boats come home. '.repeat(400),
    voice: null,
    speed: 1,
    language: null,
    seed: 1,
    format: 'mp3',
  },
  { kind: 'model3d', prompt: 'a blue vase', image: null, seed: 1 },
]

interface Resident {
  after: number
  mib: number
}

function residentNow(after: number): Resident {
  return { after, mib: process.memoryUsage.rss() / 2 ** 20 }
}

function growthOf(residents: readonly Resident[]): number {
  return (residents.at(-1)?.mib ?? 0) / (residents[0]?.mib ?? 1)
}

/** From an abort at different moments until the run has ended: its thread has answered, or is being ended. */
async function measureStops(times: number) {
  const studio = makeStudio({ threads: 1 })
  const took: number[][] = LONG.map(() => [])
  const residents: Resident[] = []
  for (let n = 0; n < times; n += 1) {
    for (const [index, request] of LONG.entries()) {
      // Early and late ones in every quarter: what a render holds grows while it runs.
      took[index]?.push(await abortAfter(studio, request, 150 + 140 * ((n * 5) % times)))
    }
    if ((n + 1) % Math.ceil(times / 4) === 0) residents.push(residentNow((n + 1) * LONG.length))
  }
  await studio.close()
  const stops = LONG.map(({ kind }, index) => {
    const all = took[index] ?? []
    return { kind, median: percentile(all, 0.5), most: Math.max(...all) }
  })
  return { stops, residents }
}

async function abortAfter(studio: Studio, request: StudioRequest, ms: number): Promise<number> {
  const controller = new AbortController()
  let abortedAt = Infinity
  const timer = setTimeout(() => {
    abortedAt = performance.now()
    controller.abort()
  }, ms)
  await studio.run(request, { signal: controller.signal, onProgress: () => {} }).catch(() => {})
  clearTimeout(timer)
  return Math.max(0, performance.now() - abortedAt)
}

async function measureMemory(count: number): Promise<Resident[]> {
  const studio = makeStudio({ threads: 2 })
  const figures: Resident[] = []
  const quarter = Math.ceil(count / 4)
  for (let n = 1; n <= count; n += 2) {
    await Promise.all([render(studio, n), render(studio, n + 1)])
    if ((n + 1) % quarter < 2 && n + 1 >= quarter) figures.push(residentNow(n + 1))
  }
  await studio.close()
  return figures
}

/** Every kind in turn, short. */
async function render(studio: Studio, n: number): Promise<void> {
  const requests: readonly StudioRequest[] = [
    { ...song, instrumental: n % 2 === 0, durationSeconds: 20, seed: n },
    { kind: 'image', prompt: 'a fox in the snow', negativePrompt: '', width: 768, height: 768, seed: n, format: 'png' },
    { kind: 'speech', text: 'Good evening.', voice: null, speed: 1, language: null, seed: n, format: 'mp3' },
    { ...film, prompt: 'rain over a lake', width: 320, height: 180, durationSeconds: 2, seed: n },
  ]
  const request = requests[n % requests.length]
  if (request !== undefined) await studio.run(request, { signal: new AbortController().signal, onProgress: () => {} })
}
