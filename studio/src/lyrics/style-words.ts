import { determiners, isMetaWord, linkingWords } from './subject-words.ts'

/** Words that say who plays or sings, and how: what a prompt for a song is full of without being about it. */
const styleWords: ReadonlySet<string> = new Set(
  `acoustic electric electronic distorted distortion reverb guitar guitars riff riffs piano pianos keys keyboard keyboards
  synth synths synthesizer synthesizers synthwave vaporwave pad pads bass basses bassline basslines drum drums drumming
  percussion snare kick hi-hat hi-hats hats cymbals 808 808s strings violin violins viola cello cellos harp flute flutes
  clarinet oboe bassoon sax saxophone saxophones trumpet trumpets trombone horn horns brass woodwind woodwinds choir choirs
  organ accordion banjo mandolin ukulele fiddle harmonica marimba vibraphone xylophone glockenspiel celesta kalimba rhodes
  arpeggio arpeggios arpeggiated crackle sample samples sampled loop loops looped groove grooves bap boom vocal vocals
  vocalist voice voices singer singers singing sung female male tenor alto soprano baritone breathy raspy falsetto
  harmony harmonies solo solos soundtrack trailer cinematic orchestra orchestral symphonic ensemble quartet trio band
  tempo slow fast mid-tempo midtempo driving pumping punchy catchy retro vintage vinyl chillhop lofi lo-fi spa background
  slap hip-hop synthpop synth-pop electropop k-pop j-pop dnb drum-and-bass chillwave darkwave anthem anthemic ballad waltz bpm major minor 60s 70s 80s 90s`.split(
    /\s+/,
  ),
)
/** Who says "my old guitar" sings of it. */
const owned = /\b(?:my|your|his|her|our|their|the)\b/i

/** "126 bpm", "in D minor". */
const measures = /\b\d{2,3} ?bpm\b|\b(?:in )?[a-h](?:#|b|♯|♭| sharp| flat)?[ -](?:minor|major|maj|min)\b/giu

/** A prompt without its words of style, clause by clause; a clause that speaks of a thing of somebody's stays whole. */
export function withoutStyle(prompt: string): string {
  return prompt
    .replaceAll(measures, '')
    .split(/(?<=[,.;:!?\n])/)
    .map(clearClause)
    .join('')
    .replaceAll(/\s+/g, ' ')
}

function clearClause(clause: string): string {
  if (owned.test(clause)) return clause
  const words = clause.split(/\s+/).filter((word) => !isOf(styleWords, word))
  // What tied the dropped words together is nothing by itself.
  const isEmpty = words.every((word) => isOf(linkingWords, word) || isOf(determiners, word) || isMetaWord(bare(word)))
  return isEmpty ? ', ' : `${words.join(' ')} `
}

function isOf(words: ReadonlySet<string>, word: string): boolean {
  return words.has(bare(word))
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
}
