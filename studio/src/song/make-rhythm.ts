import type { Random } from './random.ts'

/** Where one melody note starts and how long it is held, in beats from the start of its cell. */
export interface Onset {
  beat: number
  beats: number
}

export interface RhythmInput {
  /** Length of the cell; its bars share their pattern. */
  beats: number
  beatsPerBar: number
  /** Notes wanted. */
  count: number
  /** 0 on the beat to 1 mostly off it. */
  syncopation: number
  /** Whether the first note is on the cell's first beat, rather than by chance. */
  startsAtOnce: boolean
}

/** How much likelier a place becomes in later bars if the first bar used it. */
const ECHO = 3
const HOLD_BEATS_MAX = 3

/** Onsets for one melodic cell. It ends with room to breathe, and its bars resemble each other. */
export function makeRhythm(input: RhythmInput, random: Random): Onset[] {
  const { beats, beatsPerBar } = input
  const breath = Math.min(1.5, beats / 4)
  // Eighths, or sixteenths where the notes would not fit.
  const step = input.count > (beats - breath) * 2 * 0.9 ? 0.25 : 0.5
  const slots = Array.from({ length: Math.floor((beats - breath) / step) + 1 }, (_, index) => index * step)
  const count = Math.max(1, Math.min(input.count, slots.length))
  const chosen = new Set<number>(input.startsAtOnce ? [0] : [])
  const bars = Math.max(1, Math.ceil(beats / beatsPerBar))
  for (let bar = 0; bar < bars; bar++) {
    const inBar = slots.filter((slot) => Math.floor(slot / beatsPerBar) === bar)
    const wanted = Math.round((count * (bar + 1)) / bars) - chosen.size
    for (const slot of pickSlots(inBar, wanted, { ...input, chosen }, random)) chosen.add(slot)
  }
  const starts = [...chosen].toSorted((a, b) => a - b)
  return starts.map((beat, index) => {
    const next = starts[index + 1] ?? beats - 0.5
    return { beat, beats: Math.max(step, Math.min(HOLD_BEATS_MAX, next - beat)) }
  })
}

function pickSlots(
  slots: number[],
  wanted: number,
  style: RhythmInput & { chosen: Set<number> },
  random: Random,
): number[] {
  const left = slots.filter((slot) => !style.chosen.has(slot))
  const picked: number[] = []
  while (picked.length < wanted && left.length > 0) {
    const index = random.pickIndex(left.map((slot) => slotWeight(slot, style)))
    picked.push(...left.splice(index, 1))
  }
  return picked
}

function slotWeight(slot: number, { beatsPerBar, syncopation, chosen }: RhythmInput & { chosen: Set<number> }): number {
  const inBar = slot % beatsPerBar
  const echo = slot >= beatsPerBar && chosen.has(inBar) ? ECHO : 1
  if (inBar === 0) return echo * (3 - syncopation)
  if (inBar % 2 === 0) return echo * (2.2 - syncopation)
  if (inBar % 1 === 0) return echo * (1.8 - syncopation)
  if (inBar % 0.5 === 0) return echo * (0.4 + 1.6 * syncopation)
  return echo * (0.15 + 0.5 * syncopation)
}
