/** Magnitudes of the lower half of a Hann-windowed spectrum; made once for a size, which is a power of two. */
export function makeSpectrum(size: number): (samples: Float32Array, at: number, magnitudes: Float32Array) => void {
  const window = Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
  const cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size))
  const sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size))
  const order = bitReversal(size)
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  return (samples, at, magnitudes) => {
    imaginary.fill(0)
    for (let i = 0; i < size; i++) real[order[i] ?? 0] = (samples[at + i] ?? 0) * (window[i] ?? 0)
    transform(real, imaginary, cosines, sines)
    for (let bin = 0; bin < size / 2; bin++)
      magnitudes[bin] = Math.sqrt((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2)
  }
}

function bitReversal(size: number): Uint32Array {
  const bits = Math.log2(size)
  return Uint32Array.from({ length: size }, (_, i) => {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit)
    return reversed
  })
}

/** Radix 2, in place, on what is already in reversed order. */
function transform(real: Float64Array, imaginary: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const size = real.length
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half)
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const c = cosines[k * stride] ?? 0
        const s = sines[k * stride] ?? 0
        const low = start + k
        const high = low + half
        const re = (real[high] ?? 0) * c - (imaginary[high] ?? 0) * s
        const im = (real[high] ?? 0) * s + (imaginary[high] ?? 0) * c
        real[high] = (real[low] ?? 0) - re
        imaginary[high] = (imaginary[low] ?? 0) - im
        real[low] = (real[low] ?? 0) + re
        imaginary[low] = (imaginary[low] ?? 0) + im
      }
    }
  }
}
