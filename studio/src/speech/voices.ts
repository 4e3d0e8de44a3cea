/** Every voice of the studio. To add one: a row here; `judge/speech.ts` tells what came of it. */
import type { FliteVoice } from './run-flite.ts'

export interface Voice {
  name: string
  /** For people who choose one by reading; says nothing of who might speak so. */
  description: string
  base: FliteVoice
  shift: VoiceShift
}
/** What makes a relative of a base voice: it speaks as a larger or smaller person, higher or lower, livelier or flatter. */
export interface VoiceShift {
  /** Formants, times those of the base: a smaller throat has higher ones. 0.8 to 1.25 stays human. */
  formants: number
  /** Hz, the mean of its melody. "rms" does not listen: its own 103 Hz move with its formants alone. */
  hertz: number
  /** Hz, how far the melody strays from the mean. */
  hertzSpread: number
}

export const VOICES: [Voice, ...Voice[]] = [
  voice('river', 'clear and even, of middle height', 'slt', 1, 172, 22),
  voice('oak', 'calm and low', 'rms', 1, 103, 11),
  voice('heath', 'warm, with a Scottish accent', 'awb', 1, 128, 18),
  voice('flint', 'crisp and plain, like an early computer', 'kal16', 1, 105, 16),
  voice('wire', 'narrow, as over an old telephone (8 kHz)', 'kal', 1, 105, 16),
  voice('lark', 'light and bright, small', 'slt', 1.14, 235, 32),
  voice('meadow', 'soft and round, lower than river', 'slt', 0.92, 148, 18),
  voice('willow', 'between low and high', 'slt', 0.84, 126, 16),
  voice('cedar', 'deep and large', 'rms', 0.87, 90, 10),
  voice('birch', 'friendly, lighter than oak', 'rms', 1.12, 115, 12),
  voice('moor', 'gruff, with a Scottish accent', 'awb', 0.88, 98, 13),
  voice('finch', 'quick and high, with a Scottish accent', 'awb', 1.15, 185, 26),
  voice('tin', 'a robot on one note', 'kal16', 0.95, 112, 0.01),
]

function voice(
  ...[name, description, base, formants, hertz, hertzSpread]: [string, string, FliteVoice, number, number, number]
): Voice {
  return { name, description, base, shift: { formants, hertz, hertzSpread } }
}
