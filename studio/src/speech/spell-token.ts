/** Signs that a reader says. Flite says some itself, but not all, and not next to other letters. */
const SIGNS: Record<string, string> = {
  '&': ' and ',
  '+': ' plus ',
  '=': ' equals ',
  '@': ' at ',
  '°': ' degrees ',
  '×': ' times ',
  '÷': ' divided by ',
  '©': ' copyright ',
  '™': ' trademark ',
  '½': ' half ',
  '¼': ' quarter ',
  '¾': ' three quarters ',
}
/** Latin letters that do not fall apart into a plain letter and a mark. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'th',
  þ: 'th',
  ı: 'i',
}
const CURRENCIES: Record<string, string> = { '£': 'pounds', '€': 'euros', '¥': 'yen' }

/**
 * How flite has to be given a word of the text so that it says it right: plain ASCII, signs as words, the punctuation that
 * makes pauses kept. Null when there is nothing in it that could be said.
 */
export function spellToken(token: string): string | null {
  const plain = token
    .replaceAll(/([£€¥])(\d[\d,.]*\d|\d)/g, (_, sign: string, amount: string) => `${amount} ${CURRENCIES[sign] ?? ''}`)
    .replaceAll(/[&+=@°×÷©™½¼¾]/g, (sign) => SIGNS[sign] ?? ' ')
    .replaceAll(/#(?=\d)/g, ' number ')
    .replaceAll(/[‘’‛ʼ`´]/g, "'")
    .replaceAll(/[–—―]/g, ', ')
    .replaceAll('…', ',')
    .replaceAll(/\p{L}/gu, (letter) => LETTERS[letter.toLowerCase()] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    // Inside a word these two part it ("and/or", "snake_case"); flite would say their names.
    .replaceAll(/(?<=[a-z])[/_](?=[a-z])/gi, ' ')
    .replaceAll(/[^A-Za-z0-9.,;:!?'$%/ -]/g, '')
    .trim()
  return /[A-Za-z0-9]/.test(plain) ? plain : null
}
