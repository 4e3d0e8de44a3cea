/**
 * The General MIDI programs the composer may use: exactly what `studio/soundfont/medley.sf3` holds. After adding one,
 * cut the file again (see `studio/soundfont/cut-soundfont.ts`). Their recordings differ by 14 dB, so each carries its
 * loudness, in LUFS: a major scale in quarters at 120 bpm from middle C (basses A1, cello E2), velocity 84, volume 100.
 */
export const INSTRUMENTS = {
  grandPiano: { program: 0, loudness: -32.8 },
  rhodes: { program: 4, loudness: -27.7 },
  electricPiano: { program: 5, loudness: -32.5 },
  clavinet: { program: 7, loudness: -32.6 },
  celesta: { program: 8, loudness: -32.9 },
  glockenspiel: { program: 9, loudness: -31.8 },
  vibraphone: { program: 11, loudness: -30.6 },
  marimba: { program: 12, loudness: -32.0 },
  drawbarOrgan: { program: 16, loudness: -31.7 },
  rockOrgan: { program: 18, loudness: -29.6 },
  accordion: { program: 21, loudness: -32.7 },
  harmonica: { program: 22, loudness: -31.1 },
  nylonGuitar: { program: 24, loudness: -33.5 },
  steelGuitar: { program: 25, loudness: -34.7 },
  jazzGuitar: { program: 26, loudness: -28.2 },
  cleanGuitar: { program: 27, loudness: -29.1 },
  mutedGuitar: { program: 28, loudness: -34.2 },
  overdriveGuitar: { program: 29, loudness: -29.2 },
  distortionGuitar: { program: 30, loudness: -27.2 },
  acousticBass: { program: 32, loudness: -27.4 },
  fingeredBass: { program: 33, loudness: -27.0 },
  pickedBass: { program: 34, loudness: -27.5 },
  fretlessBass: { program: 35, loudness: -28.4 },
  slapBass: { program: 36, loudness: -30.6 },
  synthBass1: { program: 38, loudness: -31.4 },
  synthBass2: { program: 39, loudness: -21.9 },
  violin: { program: 40, loudness: -28.6 },
  cello: { program: 42, loudness: -31.4 },
  pizzicato: { program: 45, loudness: -30.9 },
  harp: { program: 46, loudness: -30.7 },
  timpani: { program: 47, loudness: -36.2 },
  strings: { program: 48, loudness: -30.4 },
  slowStrings: { program: 49, loudness: -27.6 },
  synthStrings: { program: 50, loudness: -25.8 },
  choir: { program: 52, loudness: -30.3 },
  trumpet: { program: 56, loudness: -26.6 },
  mutedTrumpet: { program: 59, loudness: -25.5 },
  frenchHorns: { program: 60, loudness: -26.5 },
  brassSection: { program: 61, loudness: -22.9 },
  altoSax: { program: 65, loudness: -27.2 },
  tenorSax: { program: 66, loudness: -27.6 },
  oboe: { program: 68, loudness: -25.8 },
  clarinet: { program: 71, loudness: -29.3 },
  flute: { program: 73, loudness: -27.0 },
  panFlute: { program: 75, loudness: -28.3 },
  squareLead: { program: 80, loudness: -24.0 },
  sawLead: { program: 81, loudness: -25.6 },
  fantasia: { program: 88, loudness: -27.7 },
  warmPad: { program: 89, loudness: -35.4 },
  polysynth: { program: 90, loudness: -31.7 },
  haloPad: { program: 94, loudness: -28.1 },
  sweepPad: { program: 95, loudness: -25.2 },
  crystal: { program: 98, loudness: -32.5 },
  banjo: { program: 105, loudness: -30.2 },
  kalimba: { program: 108, loudness: -33.9 },
  fiddle: { program: 110, loudness: -28.6 },
} as const satisfies Record<string, { program: number; loudness: number }>

export type Instrument = keyof typeof INSTRUMENTS

/** The loudness at which an instrument's volume is the genre's own figure. */
const COMMON_LOUDNESS = -30

/** MIDI volume that makes any instrument as loud as another with the same `volume`: MIDI volume counts as a square. */
export function balanceVolume(volume: number, instrument: Instrument): number {
  const decibels = COMMON_LOUDNESS - INSTRUMENTS[instrument].loudness
  return Math.max(0, Math.min(127, Math.round(volume * 10 ** (decibels / 40))))
}

/** Drum kits by their program on the drum channel. */
export const KITS = {
  standard: 0,
  room: 8,
  power: 16,
  electronic: 24,
  tr808: 25,
  jazz: 32,
  brush: 40,
  orchestra: 48,
} as const satisfies Record<string, number>

export type Kit = keyof typeof KITS
