import { aurora } from './aurora.ts'
import { fireworks } from './fireworks.ts'
import { fog } from './fog.ts'
import { rain } from './rain.ts'
import { rainbow } from './rainbow.ts'
import { snow } from './snow.ts'
import { storm } from './storm.ts'
import type { Weather } from './weather.ts'
import { wind } from './wind.ts'

const clear: Weather = { words: ['clear', 'clear sky', 'cloudless', 'clear skies', 'sunny', 'sunshine'], clouds: 0 }

const cloudy: Weather = {
  words: ['cloudy', 'cloud', 'overcast', 'clouded', 'partly cloudy'],
  clouds: 0.65,
  adjustLight: (light) => ({ ...light, stars: light.stars * 0.6 }),
}

export const weathers = { clear, cloudy, rain, snow, fog, storm, wind, aurora, rainbow, fireworks } satisfies Record<
  string,
  Weather
>

export type WeatherName = keyof typeof weathers
