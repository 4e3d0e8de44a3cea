/** Words that say how a song should feel, not what it is about, and themes that feel so for prompts that say no more. */
import type { Random } from './make-random.ts'
import { type Theme, themes } from './themes.ts'

interface Mood {
  words: string
  /** Names of themes. */
  themes: [string, ...string[]]
}

/** To add a mood: a row here. */
const moods: Mood[] = [
  {
    words: 'sad melancholy melancholic bittersweet wistful sombre somber gloomy mournful sorrowful tearful moody',
    themes: ['loss', 'rain', 'autumn'],
  },
  { words: 'happy cheerful joyful joyous upbeat fun playful carefree silly', themes: ['summer', 'spring', 'dance'] },
  {
    words: 'calm peaceful relaxing relaxed mellow chill chilled serene gentle soothing soft tender warm soulful quiet',
    themes: ['home', 'night', 'mountains'],
  },
  { words: 'dark mysterious haunting eerie ominous sinister spooky gothic brooding tense', themes: ['night', 'rain'] },
  { words: 'angry aggressive furious intense heavy brutal rebellious defiant', themes: ['freedom'] },
  { words: 'energetic groovy funky danceable hype fast fierce', themes: ['dance', 'city', 'victory'] },
  {
    words: 'epic cinematic heroic triumphant powerful dramatic majestic anthemic',
    themes: ['victory', 'mountains', 'fantasy'],
  },
  { words: 'dreamy ethereal atmospheric hazy hypnotic spacey', themes: ['night', 'space', 'sea'] },
  { words: 'hopeful uplifting inspiring inspirational optimistic motivational positive', themes: ['hope'] },
  { words: 'romantic passionate sensual sweet', themes: ['love'] },
  { words: 'nostalgic sentimental', themes: ['home', 'family'] },
]

const moodOfWord = new Map(moods.flatMap((mood) => mood.words.split(' ').map((word) => [word, mood])))

export function isMoodWord(word: string): boolean {
  return moodOfWord.has(word)
}

/** The themes of the first mood that the words name, in an order by chance; none if they name none. */
export function findMoodThemes(words: string[], random: Random): Theme[] {
  const mood = words.map((word) => moodOfWord.get(word)).find((found) => found !== undefined)
  if (mood === undefined) return []
  const first = random.pick(mood.themes)
  const names = [first, ...mood.themes.filter((name) => name !== first)]
  return names.flatMap((name) => themes.filter((theme) => theme.name === name))
}
