import type { Genre } from '../genre.ts'

export const lofi: Genre = {
  name: 'lofi',
  names: ['lofi', 'lo-fi', 'lo fi', 'chillhop'],
  hints: ['chill', 'study', 'studying', 'rainy', 'cozy', 'cosy', 'coffee', 'bedroom', 'calm', 'mellow'],
  // Slower, and its eighths are heard as the beat.
  tempo: { min: 77, max: 90 },
  beatsPerBar: 4,
  swing: { amount: 0.5, unit: 0.25 },
  minorShare: 0.45,
  progressions: {
    major: {
      verse: ['Imaj7 | iii7 | IVmaj7 | V7sus4', 'Imaj9 | vi7 | ii7 | V9', 'Imaj7 | vi7 | ii7 | V7sus4'],
      chorus: ['IVmaj7 | iv6 | Imaj7 | vi7', 'ii7 | V9 | Imaj9 | Imaj9', 'IVmaj7 | V7 | Imaj7 | vi7'],
      bridge: ['vi7 | ii7 | IVmaj7 | V7sus4', 'bVIImaj7 | IVmaj7 | ii7 | V7sus4'],
    },
    minor: {
      verse: ['i7 | iv7 | bVII9 | bIIImaj7', 'i9 | bVImaj7 | iv7 | v7', 'i7 | i7 | bVImaj7 | bVII'],
      chorus: ['bVImaj7 | v7 | iv7 | i9', 'iv9 | bVII9 | i9 | bVImaj7'],
      bridge: ['iv7 | v7 | bVImaj7 | V7', 'bVImaj7 | iim7b5 | V7 | V7'],
    },
  },
  cadence: { major: 'ii7 V9', minor: 'iv7 V7' },
  lead: {
    instruments: ['vibraphone', 'rhodes', 'jazzGuitar', 'flute', 'kalimba'],
    mix: { volume: 77, pan: 64, reverb: 60, chorus: 15 },
    lowestTonic: 61,
    density: 3.4,
    syncopation: 0.6,
  },
  solo: null,
  chordParts: [
    {
      role: 'comp',
      instruments: ['rhodes', 'electricPiano', 'jazzGuitar'],
      mix: { volume: 89, pan: 58, reverb: 45, chorus: 40 },
      range: [52, 71],
      voicing: 'close',
      energy: { from: 1, to: 4 },
      calm: ['x---------------', 'x-------x-------'],
      full: ['x-----x---x-----', 'x---------x-x---', 'x-------..x---x-'],
      strumSeconds: 0.02,
      velocity: 66,
      isPumping: false,
    },
    {
      role: 'pad',
      instruments: ['warmPad', 'slowStrings'],
      mix: { volume: 43, pan: 64, reverb: 80, chorus: 30 },
      range: [57, 74],
      voicing: 'close',
      energy: { from: 3, to: 4 },
      calm: ['x---------------'],
      full: ['x---------------'],
      strumSeconds: 0,
      velocity: 60,
      isPumping: false,
    },
  ],
  bass: {
    instruments: ['fretlessBass', 'fingeredBass', 'acousticBass'],
    mix: { volume: 100, pan: 64, reverb: 10, chorus: 0 },
    energy: { from: 1, to: 4 },
    calm: ['r---------r-----', 'r-------r---....'],
    full: ['r-----r---r---a-', 'r---..r-r---f-a-'],
    isWalking: false,
    velocity: 82,
  },
  drums: {
    kit: 'room',
    mix: { volume: 74, pan: 64, reverb: 20, chorus: 0 },
    grooves: {
      calm: [{ closedHat: 'x...x...x...x...', kick: 'x.........x.....' }],
      middle: [
        { kick: 'X......x..x.....', snare: '....x.......x...', closedHat: 'X.o.X.o.X.o.X.oo' },
        { kick: 'X.........x..x..', rim: '....x.......x...', closedHat: 'X.o.X.o.X.ooX.o.' },
      ],
      full: [
        {
          kick: 'X......xx.x.....',
          snare: '....X..o....X...',
          closedHat: 'X.o.X.o.X.o.X.o.',
          openHat: '..............o.',
        },
        { kick: 'X..x......x..x..', snare: '....X....o..X...', closedHat: 'X.ooX.o.X.o.X.oo' },
      ],
    },
    fills: [
      { kick: 'X......x........', snare: '....x.....o.x.xo', closedHat: 'x.o.x.o.x.......' },
      {
        kick: 'X.........x.....',
        snare: '....x.......x.oo',
        openHat: '..........x.....',
        closedHat: 'x.o.x.o.........',
      },
    ],
    hasCrashes: false,
  },
  sectionNames: {},
  // Tape and old speakers: the dullness is the genre.
  lowPassHz: 8000,
}
