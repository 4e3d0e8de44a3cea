import type { Pcm } from '../audio/pcm.ts'

/** Long enough not to click, short enough not to be heard as two at once. */
const FADE_SECONDS = 0.04
/** What is new stays below this, however it adds up. */
const PEAK_MAX = 0.9

/** The old sound up to a moment, then the new one from there on; both run on one clock. The fade lies before the moment. */
export function continueWith(old: Pcm, added: Pcm, at: number): Pcm {
  const { sampleRate } = old
  const seam = Math.min(old.channels[0].length, Math.round(at * sampleRate))
  const fade = Math.min(seam, Math.round(FADE_SECONDS * sampleRate))
  const length = Math.max(seam, added.channels[0].length)
  const join = (before: Float32Array, after: Float32Array) => {
    const joined = new Float32Array(length)
    joined.set(before.subarray(0, seam - fade))
    const likeness = measureLikeness(before, after, { start: seam - fade, end: seam })
    for (let i = seam - fade; i < seam; i++)
      joined[i] = blend(before[i] ?? 0, after[i] ?? 0, { share: (i - seam + fade + 1) / (fade + 1), likeness })
    for (let i = seam; i < length; i++) joined[i] = hold(after[i] ?? 0)
    return joined
  }
  return { sampleRate, channels: [join(old.channels[0], added.channels[0]), join(old.channels[1], added.channels[1])] }
}

/** The new sound between two moments, the old samples everywhere else, both fades inside. */
export function fillWindow(old: Pcm, added: Pcm, { from, to }: { from: number; to: number }): Pcm {
  const { sampleRate } = old
  const start = Math.round(from * sampleRate)
  const end = Math.min(old.channels[0].length, Math.round(to * sampleRate))
  const fade = Math.min(Math.floor((end - start) / 3), Math.round(FADE_SECONDS * sampleRate))
  const fill = (before: Float32Array, after: Float32Array) => {
    const filled = before.slice()
    const likeness = {
      in: measureLikeness(before, after, { start, end: start + fade }),
      out: measureLikeness(before, after, { start: end - fade, end }),
    }
    for (let i = start; i < end; i++) {
      const share = Math.min(1, (i - start + 1) / (fade + 1), (end - i) / (fade + 1))
      const isIn = i < start + fade
      filled[i] =
        share === 1
          ? hold(after[i] ?? 0)
          : blend(before[i] ?? 0, after[i] ?? 0, { share, likeness: isIn ? likeness.in : likeness.out })
    }
    return filled
  }
  return { sampleRate, channels: [fill(old.channels[0], added.channels[0]), fill(old.channels[1], added.channels[1])] }
}

/** From one to the other, as loud as either: equal power for sounds that have nothing in common, a straight line for the same one. */
function blend(before: number, after: number, { share, likeness }: { share: number; likeness: number }): number {
  const angle = (share * Math.PI) / 2
  const [falling, rising] = [Math.cos(angle), Math.sin(angle)]
  return hold((before * falling + after * rising) / Math.sqrt(1 + 2 * likeness * falling * rising))
}

/** 0 for nothing in common, 1 for the same sound at any level. */
function measureLikeness(a: Float32Array, b: Float32Array, { start, end }: { start: number; end: number }): number {
  let [ab, aa, bb] = [0, 1e-12, 1e-12]
  for (let i = start; i < end; i++) {
    ab += (a[i] ?? 0) * (b[i] ?? 0)
    aa += (a[i] ?? 0) ** 2
    bb += (b[i] ?? 0) ** 2
  }
  return Math.max(0, ab / Math.sqrt(aa * bb))
}

function hold(sample: number): number {
  return Math.max(-PEAK_MAX, Math.min(PEAK_MAX, sample))
}
