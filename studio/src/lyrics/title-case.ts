const small = new Set('a an the of in on at to for with by and or from near under over into through'.split(' '))

/** "driving through the city" → "Driving through the City". */
export function titleCase(text: string): string {
  const words = text.split(' ')
  return words
    .map((word, index) => (index > 0 && index < words.length - 1 && small.has(word) ? word : raise(word)))
    .join(' ')
}

function raise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
