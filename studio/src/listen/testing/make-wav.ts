/** A WAV file of any sample format and number of channels. */
export function makeWav(
  channels: Float32Array[],
  { bits, isFloat, sampleRate }: { bits: 8 | 16 | 24 | 32 | 64; isFloat: boolean; sampleRate: number },
): Uint8Array<ArrayBuffer> {
  const bytes = bits / 8
  const frames = channels[0]?.length ?? 0
  const size = frames * channels.length * bytes
  const file = new Uint8Array(44 + size)
  const view = new DataView(file.buffer)
  for (const [at, name] of [
    [0, 'RIFF'],
    [8, 'WAVE'],
    [12, 'fmt '],
    [36, 'data'],
  ] as const)
    file.set(Buffer.from(name), at)
  view.setUint32(4, 36 + size, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, isFloat ? 3 : 1, true)
  view.setUint16(22, channels.length, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * channels.length * bytes, true)
  view.setUint16(32, channels.length * bytes, true)
  view.setUint16(34, bits, true)
  view.setUint32(40, size, true)
  for (let i = 0; i < frames; i++) {
    for (const [index, channel] of channels.entries()) {
      const at = 44 + (i * channels.length + index) * bytes
      const sample = channel[i] ?? 0
      if (isFloat && bits === 32) view.setFloat32(at, sample, true)
      else if (isFloat) view.setFloat64(at, sample, true)
      else writeInteger(view, at, sample, bits)
    }
  }
  return file
}

/** Little-endian, and eight bits without a sign, as the format has them. */
function writeInteger(view: DataView, at: number, sample: number, bits: number): void {
  const whole = Math.round(sample * (2 ** (bits - 1) - 1)) + (bits === 8 ? 128 : 0)
  for (let byte = 0; byte < bits / 8; byte++) view.setUint8(at + byte, Math.floor(whole / 2 ** (8 * byte)) & 255)
}
