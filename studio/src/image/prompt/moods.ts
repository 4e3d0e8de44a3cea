import { wordList } from './word-list.ts'
import type { Colour } from '../colour.ts'

/** A wash over the whole finished picture. To add one: an entry here. */
interface Mood {
  words: readonly string[]
  wash: Colour
  /** How the wash meets the picture. */
  blend: 'soft-light' | 'color' | 'saturation' | 'screen'
  strength: number
}

export const moods = {
  warm: {
    words: wordList(
      `warm, cozy, cosy, warm colors, warm colours, warm tones, warm palette, autumnal, romantic, candlelight, candlelit`,
    ),
    wash: '#ff9a3d',
    blend: 'soft-light',
    strength: 0.6,
  },
  cool: {
    words: wordList(`cool colors, cool colours, cool palette, cool tones, cold colors, cold colours, cold tones, icy`),
    wash: '#3d8bff',
    blend: 'soft-light',
    strength: 0.5,
  },
  melancholy: {
    words: wordList(
      `melancholy, melancholic, sad, sorrow, sorrowful, heartbreak, lonely, lonesome, wistful, blue mood, moody`,
    ),
    wash: '#4a5f9a',
    blend: 'soft-light',
    strength: 0.45,
  },
  pastel: {
    words: ['pastel', 'pastels', 'soft colors', 'soft colours', 'dreamy'],
    wash: '#f6dff0',
    blend: 'screen',
    strength: 0.3,
  },
  monochrome: {
    words: ['monochrome', 'black and white', 'grayscale', 'greyscale', 'noir', 'film noir'],
    wash: '#808080',
    blend: 'saturation',
    strength: 1,
  },
  vintage: {
    words: ['vintage', 'sepia', 'retro', 'nostalgic', 'old photo'],
    wash: '#c79a5b',
    blend: 'color',
    strength: 0.5,
  },
  neon: {
    words: ['neon', 'cyberpunk', 'synthwave', 'vaporwave', 'retrowave'],
    wash: '#c02bff',
    blend: 'soft-light',
    strength: 0.6,
  },
  dark: {
    words: ['dark', 'gloomy', 'spooky', 'eerie', 'scary', 'creepy', 'haunted'],
    wash: '#1a1440',
    blend: 'soft-light',
    strength: 0.5,
  },
} as const satisfies Record<string, Mood>

export type MoodName = keyof typeof moods
