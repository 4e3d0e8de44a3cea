const irregular: Readonly<Record<string, string>> = {
  men: 'man',
  women: 'woman',
  children: 'child',
  mice: 'mouse',
  geese: 'goose',
  feet: 'foot',
  teeth: 'tooth',
  oxen: 'ox',
  wolves: 'wolf',
  leaves: 'leaf',
  scarves: 'scarf',
  hooves: 'hoof',
  wharves: 'wharf',
  halves: 'half',
  knives: 'knife',
  loaves: 'loaf',
  elves: 'elf',
  calves: 'calf',
  shelves: 'shelf',
  bookshelves: 'bookshelf',
  lives: 'life',
  people: 'person',
  cacti: 'cactus',
  octopi: 'octopus',
  kids: 'kid',
  policemen: 'policeman',
  firemen: 'fireman',
  snowmen: 'snowman',
  mermen: 'merman',
  fairies: 'fairy',
  sheep: 'sheep',
  fish: 'fish',
  deer: 'deer',
  buses: 'bus',
  dwarves: 'dwarf',
  geishas: 'geisha',
}

/** Nouns that end in s and are one. */
const alreadyOne = /(ss|us|is|ous)$/

/** What the word may be the plural of, the likeliest first; the word itself when it is none. */
export function singularForms(word: string): string[] {
  const known = Object.hasOwn(irregular, word) ? irregular[word] : undefined
  if (known !== undefined) return [known]
  if (word.length < 4 || !word.endsWith('s') || alreadyOne.test(word)) return [word]
  const forms = [word.slice(0, -1)]
  if (word.endsWith('ies')) forms.unshift(`${word.slice(0, -3)}y`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  return [...forms, word]
}
