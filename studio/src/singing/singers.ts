export type SingerName = 'alto' | 'soprano' | 'tenor' | 'baritone'

/** Who can sing. To add one: a row here. */
export interface Singer {
  /** One of flite's that keep to a pitch that they are given. */
  voice: 'slt' | 'awb'
  /** Lowest and highest MIDI pitch that sounds like this voice. */
  range: { low: number; high: number }
  /** How much shorter than the speaker's the throat is: 1.1 moves all formants up by a tenth. */
  formantScale: number
  /** Words of a prompt that ask for it. */
  names: string[]
}

export const SINGERS: Record<SingerName, Singer> = {
  alto: {
    voice: 'slt',
    range: { low: 54, high: 73 },
    formantScale: 1,
    names: ['alto', 'female', 'woman', 'girl', 'she'],
  },
  soprano: { voice: 'slt', range: { low: 57, high: 77 }, formantScale: 1.08, names: ['soprano', 'child', 'choirgirl'] },
  tenor: { voice: 'awb', range: { low: 48, high: 67 }, formantScale: 1, names: ['tenor', 'boy'] },
  baritone: {
    voice: 'awb',
    range: { low: 43, high: 62 },
    formantScale: 0.93,
    names: ['baritone', 'male', 'man', 'bass voice'],
  },
}

export function isSingerName(name: string): name is SingerName {
  return Object.hasOwn(SINGERS, name)
}
