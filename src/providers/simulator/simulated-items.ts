import { crc32, deflateSync } from 'node:zlib'

import { NO_FACTS, type ProducedItem, type Work } from '../../domain/work.ts'

/** The part of a work that decides what the simulator delivers; small enough to travel in a reference. */
export interface Order {
  capability: Work['capability']
  count: number
  seed: number
  width: number
  height: number
  durationSeconds: number
}

/** Where the work leaves it to a file that it names. */
const SIDE = 512
const SOUNDTRACK_SECONDS = 4

export function toOrder(work: Work): Order {
  return {
    capability: work.capability,
    count: work.count,
    seed: work.script?.seed ?? work.seed ?? 0,
    width: 'width' in work ? (work.width ?? SIDE) : 0,
    height: 'height' in work ? (work.height ?? SIDE) : 0,
    durationSeconds: 'durationSeconds' in work ? (work.durationSeconds ?? SOUNDTRACK_SECONDS) : 1,
  }
}

/** Small, valid files of the asked kind and size, the same for the same seed. */
export function simulateItems(order: Order, delivered: number): ProducedItem[] {
  return Array.from({ length: delivered }, (_, index) => simulateOne(order, (order.seed + index) % 2 ** 53))
}

function simulateOne(order: Order, seed: number): ProducedItem {
  const facts = { ...NO_FACTS, kind: 'text', mediaType: 'text/plain; charset=utf-8', seed } as const
  switch (order.capability) {
    case 'image.generate':
    case 'image.edit': {
      const { width, height } = order
      return { ...facts, kind: 'image', mediaType: 'image/png', width, height, bytes: plainPng(width, height, seed) }
    }
    case 'lyrics.generate': {
      const lyrics = `[Verse]\nSimulated line ${seed % 1000}\n[Chorus]\nSimulated all the time`
      const title = `Simulated ${seed % 1000}`
      return { ...facts, title, lyrics, tags: ['[Verse]', '[Chorus]'], bytes: new TextEncoder().encode(lyrics) }
    }
    case 'music.compose':
    case 'music.modify':
    case 'sound.generate':
    case 'speech.synthesize': {
      const { durationSeconds } = order
      const isSong = order.capability === 'music.compose' || order.capability === 'music.modify'
      const song = isSong ? { title: `Simulated ${seed % 1000}`, bpm: 120, key: 'A minor' } : {}
      return {
        ...facts,
        ...song,
        kind: 'audio',
        mediaType: 'audio/wav',
        durationSeconds,
        bytes: toneWav(durationSeconds, seed),
      }
    }
    case 'video.generate':
      return { ...facts, kind: 'video', mediaType: 'video/mp4', durationSeconds: 1, bytes: emptyMp4() }
    case 'model3d.generate':
      return { ...facts, kind: 'model', mediaType: 'model/gltf-binary', bytes: emptyGlb(seed) }
    case 'chat.complete':
      return { ...facts, bytes: new TextEncoder().encode(`Simulated answer ${seed % 1000}.`) }
  }
}

/** A grey PNG, one bit a pixel: a kilobyte for a megapixel. */
function plainPng(width: number, height: number, seed: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1 // bits a pixel; the rest 0: greyscale, deflate, no filter, no interlace
  const row = Buffer.alloc(1 + Math.ceil(width / 8), seed % 2 === 0 ? 0x55 : 0xaa)
  row[0] = 0
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)), { level: 1 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`seed\0${seed}`, 'latin1')),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A quiet square tone, 1 kHz, 8 bits, mono, exactly as long as asked: a kilobyte a second, for many are made at once. */
function toneWav(durationSeconds: number, seed: number): Uint8Array {
  const rate = 1000
  const samples = Math.round(durationSeconds * rate)
  const bytes = Buffer.alloc(44 + samples)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + samples, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate, 28)
  bytes.writeUInt16LE(1, 32)
  bytes.writeUInt16LE(8, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(samples, 40)
  const period = 20 + (seed % 40)
  for (let index = 0; index < samples; index += 1) bytes[44 + index] = index % period < period / 2 ? 118 : 138
  return bytes
}

/** An MP4 without tracks: players say that it is empty, and it is. */
function emptyMp4(): Uint8Array {
  const box = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(8 + data.length, 0)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, data])
  }
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(0x00010000, 20)
  header.writeUInt32BE(1, 96)
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\x00\x00\x02\x00isom', 'latin1')),
    box('moov', box('mvhd', header)),
  ])
}

/** A binary glTF with nothing in it. */
function emptyGlb(seed: number): Uint8Array {
  const json = JSON.stringify({ asset: { version: '2.0', generator: `seed ${seed}` } })
  const padded = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4), 'latin1')
  const head = Buffer.alloc(20)
  head.write('glTF', 0, 'latin1')
  head.writeUInt32LE(2, 4)
  head.writeUInt32LE(head.length + padded.length, 8)
  head.writeUInt32LE(padded.length, 12)
  head.write('JSON', 16, 'latin1')
  return Buffer.concat([head, padded])
}
