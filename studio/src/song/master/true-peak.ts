const PHASES = 4
const TAPS = 12
/** Samples below this share of the threshold cannot hide a peak above it between them (the filter adds 6 dB at most). */
const MARGIN = 0.5

/** Windowed-sinc interpolation filters for the three points between two samples. */
const FILTERS = Array.from({ length: PHASES - 1 }, (_, index) => makeFilter((index + 1) / PHASES))

function makeFilter(fraction: number): Float64Array {
  const filter = new Float64Array(TAPS)
  let sum = 0
  for (let tap = 0; tap < TAPS; tap++) {
    const x = tap - (TAPS / 2 - 1) - fraction
    const window = 0.5 + 0.5 * Math.cos((2 * Math.PI * x) / (TAPS + 1))
    const value = (Math.sin(Math.PI * x) / (Math.PI * x)) * window
    filter[tap] = value
    sum += value
  }
  return filter.map((value) => value / sum)
}

/**
 * The highest absolute value at sample `at` or between it and the next, at four times the rate. Where everything
 * near is well below `threshold` the sample itself is the answer, which is nearly everywhere and nearly free.
 */
export function truePeakAt(channel: Float32Array, at: number, threshold: number): number {
  const own = Math.abs(channel[at] ?? 0)
  const limit = threshold * MARGIN
  if (own < limit && Math.abs(channel[at + 1] ?? 0) < limit) return own
  let peak = own
  for (const filter of FILTERS) {
    let sum = 0
    for (let tap = 0; tap < TAPS; tap++) sum += (filter[tap] ?? 0) * (channel[at - TAPS / 2 + 1 + tap] ?? 0)
    peak = Math.max(peak, Math.abs(sum))
  }
  return peak
}

/** The true peak of a whole channel as a share of full scale. */
export function measureTruePeak(channel: Float32Array): number {
  let peak = 0
  for (let i = 0; i < channel.length; i++) peak = Math.max(peak, truePeakAt(channel, i, Math.max(peak, 0.05)))
  return peak
}
