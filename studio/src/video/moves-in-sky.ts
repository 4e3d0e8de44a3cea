import type { WeatherName } from '../image/weathers/weathers.ts'

/** Painted anew for every frame, behind the clouds: these must not stand still in the sky's layer as well. */
const movingInSky: ReadonlySet<WeatherName> = new Set(['aurora', 'fireworks'])

export function movesInSky(name: WeatherName): boolean {
  return movingInSky.has(name)
}
