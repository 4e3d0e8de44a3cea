import type { ChordPartPlan, Genre, Groove } from '../song/genre.ts'

const STEPS_PER_BEAT = 4

/** The genre in bars of another length: its patterns end early, or begin again. */
export function fitMetre(genre: Genre, beatsPerBar: 3 | 4): Genre {
  if (genre.beatsPerBar === beatsPerBar) return genre
  const fit = (pattern: string) => pattern.repeat(2).slice(0, beatsPerBar * STEPS_PER_BEAT)
  const fitAll = (patterns: string[]) => patterns.map(fit)
  const fitGroove = (groove: Groove): Groove =>
    Object.fromEntries(Object.entries(groove).map(([drum, pattern]) => [drum, fit(pattern)]))
  const { drums, bass } = genre
  return {
    ...genre,
    beatsPerBar,
    chordParts: genre.chordParts.map((part): ChordPartPlan => ({
      ...part,
      calm: fitAll(part.calm),
      full: fitAll(part.full),
    })),
    bass: { ...bass, calm: fitAll(bass.calm), full: fitAll(bass.full) },
    drums: drums && {
      ...drums,
      grooves: {
        calm: drums.grooves.calm.map(fitGroove),
        middle: drums.grooves.middle.map(fitGroove),
        full: drums.grooves.full.map(fitGroove),
      },
      fills: drums.fills.map(fitGroove),
    },
  }
}
