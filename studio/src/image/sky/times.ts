import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'

/** To add a time of day: one entry here; its words make it understood, its colours light everything. */
export interface TimeOfDay {
  words: readonly string[]
  sky: readonly [top: Colour, middle: Colour, low: Colour]
  body: 'sun' | 'moon' | 'none'
  /** Height of sun or moon between the horizon (0) and the top (1). */
  bodyHeight: number
  bodyColour: Colour
  glow: Colour
  /** Every surface colour is multiplied by this. */
  ambient: Colour
  /** What far things fade to. */
  haze: Colour
  cloudLight: Colour
  cloudShade: Colour
  /** 0 to 1. */
  stars: number
  lampsLit: boolean
}

export const times = {
  dawn: {
    words: wordList(`dawn, sunrise, daybreak, first light, early morning, sun rise, sunup, at sun up`),
    sky: ['#5b7fc4', '#f2b8c6', '#ffe3b0'],
    body: 'sun',
    bodyHeight: 0.1,
    bodyColour: '#fff3c9',
    glow: '#ffc98f',
    ambient: '#f3d3d8',
    haze: '#f7d3c8',
    cloudLight: '#fff0ea',
    cloudShade: '#e9b3c1',
    stars: 0.06,
    lampsLit: false,
  },
  morning: {
    words: ['morning', 'mornings'],
    sky: ['#4fa4e0', '#a9dbf3', '#fdf1d0'],
    body: 'sun',
    bodyHeight: 0.42,
    bodyColour: '#fff6c4',
    glow: '#ffe9a8',
    ambient: '#fff6e6',
    haze: '#d8eef2',
    cloudLight: '#ffffff',
    cloudShade: '#d3e6f4',
    stars: 0,
    lampsLit: false,
  },
  day: {
    words: wordList(`day, daytime, daylight, noon, midday, afternoon, sunny, sunlit, sunshine, bright day`),
    sky: ['#2f8fe0', '#7cc6f5', '#d6f0fb'],
    body: 'sun',
    bodyHeight: 0.72,
    bodyColour: '#fff7c0',
    glow: '#fff2b8',
    ambient: '#ffffff',
    haze: '#cfe8f5',
    cloudLight: '#ffffff',
    cloudShade: '#cfe3f3',
    stars: 0,
    lampsLit: false,
  },
  sunset: {
    words: wordList(`sunset, sundown, golden hour, sun set, setting sun, golden light, late afternoon`),
    sky: ['#43418f', '#e2648a', '#ffbf69'],
    body: 'sun',
    bodyHeight: 0.07,
    bodyColour: '#fff0b8',
    glow: '#ff9a4d',
    ambient: '#f2b8a2',
    haze: '#f0a184',
    cloudLight: '#ffb08a',
    cloudShade: '#a84f85',
    stars: 0.05,
    lampsLit: false,
  },
  dusk: {
    words: ['dusk', 'twilight', 'evening', 'blue hour', 'nightfall', 'gloaming', 'afterglow'],
    sky: ['#1f2a63', '#6a56a5', '#e39a9f'],
    body: 'moon',
    bodyHeight: 0.62,
    bodyColour: '#fbeede',
    glow: '#c79ad6',
    ambient: '#9c8fc4',
    haze: '#8f78ad',
    cloudLight: '#a385bd',
    cloudShade: '#5e5091',
    stars: 0.35,
    lampsLit: true,
  },
  night: {
    words: wordList(`night, nighttime, night time, midnight, moonlight, moonlit, starry, starlight, starlit, nocturnal,
    at night, moonrise, nights, full moon, night sky, starry sky, starry night`),
    sky: ['#0b1437', '#1b2f66', '#3f5b94'],
    body: 'moon',
    bodyHeight: 0.7,
    bodyColour: '#fdf6dc',
    glow: '#9db8ea',
    ambient: '#6b80bd',
    haze: '#33487f',
    cloudLight: '#53689f',
    cloudShade: '#2b3b70',
    stars: 1,
    lampsLit: true,
  },
} as const satisfies Record<string, TimeOfDay>

export type TimeName = keyof typeof times
