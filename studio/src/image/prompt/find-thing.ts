import type { MatchStrength } from '../subjects/find-drawing.ts'
import { findDrawing } from '../subjects/find-drawing.ts'
import { ownDrawings } from '../subjects/own-drawings.ts'
import { undrawnWords } from './undrawn-words.ts'
import { quietWords } from './quiet-words.ts'
import type { Reading } from './read-words.ts'
import { wordList } from './word-list.ts'

/** A thing that can be drawn, and how loosely the words fit it: smaller is surer. */
interface Thing {
  drawing: string
  doubt: number
}

const strengths: readonly MatchStrength[] = ['known', 'name', 'head', 'keyword']

/** What a phrase (its last word singular; as it stands in the prompt: `lastWord`) draws, or null. */
export function findThing(
  phrase: string,
  lastWord: string,
  length: number,
  { nouns, verbs }: Pick<Reading, 'nouns' | 'verbs'>,
): Thing | null {
  if (length === 1 && phrase.length < 2) return null
  // What we have drawn ourselves is meant by its name, however little the word says elsewhere.
  const isOwn = Object.hasOwn(ownDrawings, phrase)
  if (length === 1 && !isOwn && [phrase, lastWord].some((word) => quietWords.has(word) || undrawnWords.has(word)))
    return null
  const found = findDrawing(phrase)
  if (found === null) return null
  const thing = { drawing: found.drawing, doubt: strengths.indexOf(found.strength) }
  if (isOwn) return thing
  const isSure = found.strength === 'known' || found.strength === 'name'
  if (length > 1) return isSure ? thing : null
  // "a fishing boat": what ends in -ing only says what the next thing does.
  if (!isSure) return nouns.has(lastWord) && !lastWord.endsWith('ing') && isMeant(phrase, found.strength) ? thing : null
  return nouns.has(lastWord) || !verbs.has(lastWord) ? thing : null
}

function isMeant(phrase: string, strength: MatchStrength): boolean {
  return strength === 'keyword' ? trustedKeywords.has(phrase) : !strayHeads.has(phrase)
}

/** Of the emoji's keywords only these name the thing itself: a "circle" is no wheel, "pink" no ribbon. */
const trustedKeywords: ReadonlySet<string> = new Set(
  wordList(`frisbee, puck, rope, doll, toboggan, plush, mule, donkey, alpaca, hog, juice, boba, cereal, wrap, chips, nut, nuts,
  pastry, onigiri, lettuce, citrus, kettle, pasta, pudding, pickle, soda, latte, jacket, pearl, padlock, horseshoe, sneakers,
  boots, slipper, pants, father, dad, guy, teenager, worker, builder, climber, pedestrian, performer, educator, wrestler,
  criminal, monarch, technician, electrician, minaret, titanic, ruby, cardboard, cask, bugle, conga, comb, puzzle, yoyo, spool,
  flapjacks, acorn, peahen, earthworm, twister, trash, bin, wastebasket, rubbish, trolley, salad, berries, birds, coins, bills,
  shampoo, sunscreen, cube, skewer, casserole, leftovers, drumsticks, trunk, timber, stockings, hijab, teeth, mousetrap,
  dynamite, skating, matryoshka, taekwondo, karate, crop, tomatoes, olives, wool, orchestra, camcorder, bath, bricks, buildings`),
)

/** Last words of an emoji's name that mean something else alone: a "box" is no bento. */
const strayHeads: ReadonlySet<string> = new Set(
  wordList(`engine, cover, mark, stop, score, box, wings, horns, machine, suit, board, up, snow, joy, away, head, symbol, points,
  done, piece, green, drops, scale, cream, light, left, right, ground, tear, smile, handle, cork, liquid, index, flash, tabs,
  slash, nib, pot, root, mail, volume, arts, disc, pole, bar, uniform, decoration, streamer, wind, bubble, chain, springs, rail,
  voltage, liberty, service, curl, tube, pin, prints, card, cards, game, hot, store, island, vehicle, sign, garden, drink, food`),
)
