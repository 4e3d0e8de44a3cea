const VOWELS = new Set('aa ae ah ao aw ax axr ay eh er ey ih iy ow oy uh uw'.split(' '))
const GLIDING = new Set('aw ay ey ow oy'.split(' '))
const UNVOICED = new Set('ch f hh k p s sh t th pau'.split(' '))

/** The phones of flite's voices: ARPAbet in small letters. */
export function isVowel(phone: string): boolean {
  return VOWELS.has(phone)
}

/** A vowel that ends as another: held on the first, it turns to the second at the end. */
export function isDiphthong(phone: string): boolean {
  return GLIDING.has(phone)
}

/** Has a pitch. */
export function isVoiced(phone: string): boolean {
  return !UNVOICED.has(phone)
}
