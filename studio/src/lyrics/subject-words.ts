/** Word lists that tell the subject of a prompt from the request around it. */
import { genreWords } from './genres.ts'

export const determiners: ReadonlySet<string> = new Set(
  'a an the my your our his her their this that these those some every no'.split(' '),
)

/** They may tie two noun phrases into one: "the city at night". */
export const linkingWords: ReadonlySet<string> = new Set(
  'of in on at under over by from with for to across through between beyond near without into around against about'.split(
    ' ',
  ),
)

/** Of these, the ones that tie two nouns into one subject. */
export const tyingWords: ReadonlySet<string> = new Set('of in on at under by near with without beyond over'.split(' '))

export const foreignWords: ReadonlySet<string> = new Set(
  `el la los las del una para que por con sobre canción le les des une pour avec sur dans et der die das ein eine und
  über für mit ist von im il lo gli della uma um os as canzone chanson lied música och det är een het`.split(/\s+/),
)
export const englishWords: ReadonlySet<string> = new Set(
  'the a an of about and in my for to with is are on at your our you i we it that song from'.split(' '),
)

export const calendarWords: ReadonlySet<string> = new Set(
  `monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
  november december christmas halloween easter thanksgiving`.split(/\s+/),
)

const metaWords = new Set(
  `song songs lyric lyrics track tune verse verses chorus bridge hook title style genre vibe vibes mood tempo bpm beat
  beats melody sound sounds ballad anthem hit write make create generate compose give please vocal vocals male female
  voice version english spanish french german japanese word words theme topic line lines key major minor instrumental
  intro outro rhyme rhymes something anything thing things someone way kind sort lot upbeat slow fast catchy modern
  retro synth synths style-of bit feeling feels prompt text poem seconds minutes request user music`.split(/\s+/),
)

export function isMetaWord(word: string): boolean {
  return metaWords.has(word) || genreWords.has(word)
}

export const commonPlaces: ReadonlySet<string> = new Set(
  `city town village street road beach shore island forest mountain mountains valley desert river lake sea ocean home
  house garden park school station airport harbor harbour bar cafe castle farm field fields hill hills woods country
  kingdom moon hometown downtown avenue highway coast library kitchen`.split(/\s+/),
)

/** Nouns in -ing that are no activity. */
const ingNouns = new Set(
  `king ring spring string thing wing morning evening ceiling wedding building nothing something everything anything
  wellbeing viking sibling pudding sterling lightning clothing earring duckling being bring sing during thanksgiving
  amazing boring interesting charming exciting relaxing uplifting haunting soothing inspiring heartwarming energizing
  touching driving-beat sting swing fling cling wing's king's`.split(/\s+/),
)

export function isActivityWord(word: string): boolean {
  return word.length > 4 && word.endsWith('ing') && !ingNouns.has(word)
}

const irregularPlurals = new Set(
  'people children men women mice feet teeth geese police cattle wolves leaves lives'.split(' '),
)

export function isPluralNoun(word: string, tags: ReadonlySet<string>): boolean {
  if (irregularPlurals.has(word)) return true
  if (/(?:ss|us|is|ics|ness|'s)$/.test(word) || word === 'christmas' || !word.endsWith('s')) return false
  return tags.has('Plural') || !tags.has('ProperNoun')
}

const massNouns = new Set(
  `love hope faith time life death music rain snow ice water fire earth air space coffee tea wine beer bread cheese
  pizza chocolate food money gold silver summer winter spring autumn fall night midnight dawn dusk morning evening
  friendship freedom peace war grief sorrow joy happiness sadness anger rage home work school science magic nature
  light darkness dust sand smoke thunder lightning sunshine moonlight starlight youth childhood heaven hell christmas
  halloween technology history fear courage beauty truth trust loneliness heartbreak homework physics math traffic
  poetry football soccer basketball gravity electricity melancholy luck fame nostalgia justice soup rice pasta rum whiskey wine honey`.split(
    /\s+/,
  ),
)

/** "friendship is all I know", but "the toaster is all I know". */
export function needsNoArticle(word: string): boolean {
  return massNouns.has(word) || /(?:ness|ship|hood|ism|ity|ment|ance|ence|ology|ics)$/.test(word)
}
