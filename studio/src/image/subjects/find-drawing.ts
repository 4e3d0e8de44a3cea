import { emojiSet } from './emoji.ts'
import { ownDrawings } from './own-drawings.ts'
import { subjectWords } from './subject-words.ts'

/** Emoji that are tiles with a scene in them, clock faces and the like: as a subject they look like stickers. */
const unusable =
  /oclock|-thirty$|^cityscape|^bridge-at|^night-with|^sunrise|^sunset|^foggy$|^fog$|^desert$|^national-park|^milky-way|^motorway|^railway-track|^shooting-star|^fireworks|^sparkler|^moon-viewing|^map-of|^mountain|^snow-capped|^beach|^camping|button|arrow|keycap|^flag|-flag|chart-|middle-finger|^sun-behind|^wind-face|-face$|^face-|^new-moon|moon|^rainbow$|^snowflake$|^cloud|^water-wave|breast-feeding|^bikini|^briefs|feeding|^cigarette|^no-|^mahjong|^x-ray|^elevator|^white-flower|^droplet$|^sweat/

/** Tried in this order for words that are not in our own list. */
type Index = {
  names: ReadonlyMap<string, string>
  heads: ReadonlyMap<string, string>
  keywords: ReadonlyMap<string, string>
}

let index: Index | null = null

export type MatchStrength = 'known' | 'name' | 'head' | 'keyword'

/** The drawing for a phrase in lower case and singular, with how sure the match is. */
export function findDrawing(phrase: string): { drawing: string; strength: MatchStrength } | null {
  const known = subjectWords.get(phrase)
  if (known !== undefined) return { drawing: known, strength: 'known' }
  if (Object.hasOwn(ownDrawings, phrase)) return { drawing: phrase, strength: 'known' }
  index ??= makeIndex()
  const name = index.names.get(phrase)
  if (name !== undefined) return { drawing: name, strength: 'name' }
  const head = index.heads.get(phrase)
  if (head !== undefined) return { drawing: head, strength: 'head' }
  const keyword = index.keywords.get(phrase)
  return keyword === undefined ? null : { drawing: keyword, strength: 'keyword' }
}

function makeIndex(): Index {
  const { categories, keywords } = emojiSet()
  const names = new Map<string, string>()
  const heads = new Map<string, string>()
  const owners = new Map<string, string[]>()
  for (const [name, category] of categories) {
    if (!isUsable(name, category)) continue
    const words = name.split('-')
    names.set(words.join(' '), name)
    const official = keywords.get(name)?.[0]?.replaceAll('_', ' ').toLowerCase()
    if (official !== undefined && !names.has(official)) names.set(official, name)
    const head = words.at(-1)
    if (head !== undefined && category !== 'People & Body' && !heads.has(head)) heads.set(head, name)
    // Only the first few: further down the list come moods and far-fetched uses.
    const close = category === 'Smileys & Emotion' ? [] : (keywords.get(name) ?? []).slice(1, 4)
    for (const word of close) {
      const phrase = word.replaceAll('_', ' ').toLowerCase()
      owners.set(phrase, [...(owners.get(phrase) ?? []), name])
    }
  }
  // A keyword that many emoji share ("music", "summer") says too little to choose one of them.
  const single = new Map<string, string>()
  for (const [phrase, drawings] of owners) {
    const [first] = drawings
    if (first !== undefined && drawings.length === 1 && /^[a-z][a-z ]{2,}$/.test(phrase)) single.set(phrase, first)
  }
  return { names, heads, keywords: single }
}

function isUsable(name: string, category: string): boolean {
  if (category === 'Symbols' || category === 'Flags') return false
  if (unusable.test(name) && name !== 'full-moon') return false
  return category !== 'People & Body' || !/-(light|medium|dark|medium-light|medium-dark)$/.test(name)
}
