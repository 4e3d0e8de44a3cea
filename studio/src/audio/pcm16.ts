/** Nearest 16-bit value, clipped. Not dithered: dither would cost FLAC 5 % and every source here is far above it. */
export function toPcm16(sample: number): number {
  const scaled = Math.round(sample * 32767)
  return scaled > 32767 ? 32767 : scaled < -32768 ? -32768 : scaled
}
