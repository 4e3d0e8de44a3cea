/** "dragons" → dragon, "driving" → drive, "stories" → story. Wrong guesses match no keyword. */
export function baseForms(word: string): string[] {
  const forms = [word, word.replace(/'s$/, '')]
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  if (word.endsWith('s')) forms.push(word.slice(0, -1))
  for (const ending of ['ing', 'ed']) {
    if (!word.endsWith(ending) || word.length < ending.length + 3) continue
    const stem = word.slice(0, -ending.length)
    forms.push(stem, `${stem}e`, stem.replace(/(.)\1$/, '$1'))
  }
  return [...new Set(forms)]
}
