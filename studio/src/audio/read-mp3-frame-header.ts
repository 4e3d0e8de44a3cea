export interface Mp3FrameHeader {
  bitRate: number
  sampleRate: number
  /** Samples per channel that the frame decodes to. */
  samples: number
  /** Length of the whole frame. */
  bytes: number
}

/** kbit/s by the header's four-bit index, layer III; 0 = not allowed here. */
const MPEG1_RATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0]
const MPEG2_RATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0]
const MPEG1_SAMPLE_RATES = [44_100, 48_000, 32_000]
const MPEG1 = 3
const MPEG2 = 2

/** The layer III frame header at `at`, or null if there is none or the frame is cut off. */
export function readMp3FrameHeader(file: Uint8Array, at: number): Mp3FrameHeader | null {
  const [sync = 0, flags = 0, rates = 0] = file.subarray(at, at + 3)
  if (sync !== 0xff || (flags & 0xe0) !== 0xe0 || ((flags >> 1) & 3) !== 1) return null
  const version = (flags >> 3) & 3
  const bitRate = ((version === MPEG1 ? MPEG1_RATES : MPEG2_RATES)[rates >> 4] ?? 0) * 1000
  const fullSampleRate = MPEG1_SAMPLE_RATES[(rates >> 2) & 3]
  if (bitRate === 0 || fullSampleRate === undefined) return null
  const sampleRate = version === MPEG1 ? fullSampleRate : version === MPEG2 ? fullSampleRate / 2 : fullSampleRate / 4
  const samples = version === MPEG1 ? 1152 : 576
  const bytes = Math.floor((samples / 8) * (bitRate / sampleRate)) + ((rates >> 1) & 1)
  return at + bytes > file.length ? null : { bitRate, sampleRate, samples, bytes }
}
