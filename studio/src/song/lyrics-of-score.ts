import type { Score, ScoreSection, SungLine } from './score.ts'

/**
 * The words of a score, each section that has some under its name. Sections tell what was to be sung when they were written;
 * where somebody sings, the sung lines know it better. Null = there are none.
 */
export function lyricsOfScore({ sections, vocals }: Pick<Score, 'sections' | 'vocals'>): string | null {
  const stanzas = sections.flatMap((section) => {
    const lines = vocals === null ? section.lines : vocals.lines.filter((line) => isIn(section, line)).map(textOf)
    return lines.length === 0 ? [] : [[`[${section.name}]`, ...lines].join('\n')]
  })
  return stanzas.length === 0 ? null : stanzas.join('\n\n')
}

function isIn({ beat, beats }: ScoreSection, { words }: SungLine): boolean {
  const start = words[0]?.notes[0]?.beat ?? 0
  return start >= beat - 1e-6 && start < beat + beats - 1e-6
}

function textOf({ words }: SungLine): string {
  return words.map(({ text }) => text).join(' ')
}
