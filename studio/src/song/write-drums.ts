import { clampVelocity, energyGain, swingBeat } from './arrangement.ts'
import type { Arrangement, SectionSpan } from './arrangement.ts'
import { DRUMS } from './genre.ts'
import type { DrumPlan, Groove } from './genre.ts'
import { KITS } from './instruments.ts'
import { makeRandom } from './random.ts'
import type { Random } from './random.ts'
import type { Note, Part } from './score.ts'

const STEPS_PER_BEAT = 4
const VELOCITIES: Record<string, number> = { X: 112, x: 88, o: 52 }
const NOTE_BEATS = 0.2
/** The same map, for names that come out of a groove's keys. */
const PITCHES: Record<string, number> = DRUMS

/** Grooves by energy, a fill in each section's last bar, a crash where a louder section starts. */
export function writeDrums(arrangement: Arrangement, plan: DrumPlan): Part {
  const { genre, spans, landingBeat } = arrangement
  const random = makeRandom(arrangement.seed, 'drums')
  const grooves = {
    calm: random.pick(plan.grooves.calm),
    middle: random.pick(plan.grooves.middle),
    full: random.pick(plan.grooves.full),
  }
  const notes: Note[] = []
  for (const [index, span] of spans.entries()) {
    const groove = chooseGroove(grooves, span.section.energy)
    // An intro starts without drums, so that their entry is an event.
    const silentBars = span.section.kind === 'intro' ? Math.floor(span.bars / 2) : 0
    const hasFill = span.bars >= 2 && span.section.energy > 0
    for (let bar = silentBars; bar < span.bars; bar++) {
      const isFill = hasFill && bar === span.bars - 1
      const beat = span.beat + bar * genre.beatsPerBar
      const velocity = energyGain(span.section.energy)
      playBar(notes, isFill ? random.pick(plan.fills) : groove, { beat, velocity, swing: genre.swing, random })
    }
    if (plan.hasCrashes && isArrival(spans, index)) hit(notes, DRUMS.crash, span.beat, 104)
  }
  hit(notes, DRUMS.kick, landingBeat, 104)
  hit(notes, plan.hasCrashes ? DRUMS.crash : DRUMS.ride, landingBeat, plan.hasCrashes ? 100 : 70)
  return { role: 'drums', isDrums: true, program: KITS[plan.kit], ...plan.mix, notes, swells: [] }
}

function chooseGroove(grooves: { calm: Groove; middle: Groove; full: Groove }, energy: number): Groove {
  if (energy <= 1) return grooves.calm
  return energy === 2 ? grooves.middle : grooves.full
}

function isArrival(spans: SectionSpan[], index: number): boolean {
  const energy = spans[index]?.section.energy ?? 0
  return index > 0 && energy >= 2 && (energy >= 3 || energy > (spans[index - 1]?.section.energy ?? 0))
}

function playBar(
  notes: Note[],
  groove: Groove,
  bar: { beat: number; velocity: number; swing: Arrangement['genre']['swing']; random: Random },
): void {
  for (const [drum, pattern] of Object.entries(groove)) {
    const pitch = PITCHES[drum]
    if (pitch === undefined) continue
    for (const [step, mark] of [...pattern].entries()) {
      const force = VELOCITIES[mark]
      if (force === undefined) continue
      const beat = swingBeat(bar.beat + step / STEPS_PER_BEAT, bar.swing)
      hit(notes, pitch, beat, force * bar.velocity + bar.random.int(-6, 6))
    }
  }
}

function hit(notes: Note[], pitch: number, beat: number, velocity: number): void {
  notes.push({ beat, beats: NOTE_BEATS, pitch, velocity: clampVelocity(velocity) })
}
