import type { Genre } from '../genre.ts'

export const jazz: Genre = {
  name: 'jazz',
  names: ['jazz', 'swing', 'bebop', 'big band', 'blues', '爵士', 'ジャズ'],
  hints: ['smoky', 'jazz club', 'noir', 'speakeasy', 'bluesy', 'saxophone', 'romantic'],
  tempo: { min: 104, max: 164 },
  beatsPerBar: 4,
  swing: { amount: 0.9, unit: 0.5 },
  minorShare: 0.35,
  progressions: {
    major: {
      verse: ['Imaj7 | vi7 | ii7 | V7', 'Imaj7 VI7 | ii7 V7 | iii7 VI7 | ii7 V7', 'Imaj7 | VI7 | ii7 | V7'],
      chorus: ['Imaj7 | I7 | IVmaj7 | iv6', 'IVmaj7 | iii7 VI7 | ii7 V7 | Imaj7', 'Imaj7 | iii7 VI7 | ii7 | V7'],
      bridge: ['III7 | VI7 | II7 | V7', 'iv7 | bVII7 | iii7 VI7 | ii7 V7'],
    },
    minor: {
      verse: ['i6 | iim7b5 V7b9 | i6 | V7b9', 'i6 | iv7 | iim7b5 | V7b9', 'i6 | bVII7 | bVImaj7 | V7b9'],
      chorus: ['i6 | bVImaj7 | iim7b5 | V7b9', 'iv7 | bVII7 | iim7b5 V7b9 | i6'],
      bridge: ['iv7 | bVII7 | bIIImaj7 | V7b9', 'bVImaj7 | iim7b5 | V7b9 | V7b9'],
    },
  },
  cadence: { major: 'ii7 V7', minor: 'iim7b5 V7b9' },
  lead: {
    instruments: ['tenorSax', 'trumpet', 'mutedTrumpet', 'altoSax', 'clarinet'],
    mix: { volume: 91, pan: 64, reverb: 45, chorus: 0 },
    lowestTonic: 56,
    density: 4.8,
    syncopation: 0.5,
  },
  solo: {
    instruments: ['grandPiano', 'jazzGuitar', 'vibraphone', 'tenorSax'],
    mix: { volume: 87, pan: 68, reverb: 40, chorus: 0 },
    lowestTonic: 64,
    density: 7,
    syncopation: 0.45,
  },
  chordParts: [
    {
      role: 'comp',
      instruments: ['grandPiano', 'jazzGuitar', 'rhodes'],
      mix: { volume: 85, pan: 44, reverb: 35, chorus: 0 },
      range: [50, 70],
      voicing: 'close',
      energy: { from: 1, to: 4 },
      calm: ['x-----x-........', '..x-......x-----', 'x-------......x-'],
      full: ['x-....x-....x-..', '..x-..x---....x-', 'x-....x-..x-....'],
      strumSeconds: 0.004,
      velocity: 68,
      isPumping: false,
    },
  ],
  bass: {
    instruments: ['acousticBass'],
    mix: { volume: 100, pan: 60, reverb: 15, chorus: 0 },
    energy: { from: 1, to: 4 },
    calm: ['r-------f-----a-'],
    full: ['r---r---r---r---'],
    isWalking: true,
    velocity: 88,
  },
  drums: {
    kit: 'jazz',
    mix: { volume: 64, pan: 70, reverb: 35, chorus: 0 },
    grooves: {
      calm: [{ ride: 'x...x.o.x...x.o.', pedalHat: '....x.......x...' }],
      middle: [
        { ride: 'x...X.o.x...X.o.', pedalHat: '....x.......x...', kick: 'o.......o.......', snare: '......o.........' },
        { ride: 'x...X.o.x...X.o.', pedalHat: '....x.......x...', kick: 'o...o...o...o...', snare: '..............o.' },
      ],
      full: [
        { ride: 'X...X.x.X...X.x.', pedalHat: '....x.......x...', kick: 'x.....o...o.....', snare: '......x.......o.' },
        { ride: 'X...X.x.X...X.x.', pedalHat: '....x.......x...', kick: 'x...o...x...o...', snare: '..o.......x...o.' },
      ],
    },
    fills: [
      { ride: 'X...X...........', snare: '........x.o.x.X.', kick: '........x.....x.' },
      {
        snare: '....x.x.........',
        highTom: '........x.x.....',
        lowTom: '............x.x.',
        kick: 'x.............x.',
        ride: 'X...............',
      },
    ],
    hasCrashes: false,
  },
  sectionNames: { 'pre-chorus': 'Bridge', verse: 'Head', chorus: 'Refrain', outro: 'Coda' },
  lowPassHz: null,
}
