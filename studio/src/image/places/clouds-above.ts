import { wordList } from '../prompt/word-list.ts'
import { mix } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { paintCloud } from '../sky/paint-clouds.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

export const cloudsAbove: Place = {
  words:
    wordList(`above the cloud, among the cloud, heaven, in the cloud, over the cloud, floating island, sea of cloud,
    cloudscape`),
  role: 'back',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.76,
    standFar: units.height * 0.79,
    standNear: units.height * 0.84,
  }),
  paintBack: (painting) => paintCloudSea(painting, 0.72, 3),
  paintGround: () => {},
  paintFront: (painting) => paintCloudSea(painting, 0.95, 1),
}

function paintCloudSea(painting: Painting, top: number, rows: number): void {
  const { width, height, light, pen } = painting
  const random = painting.random(`cloud sea ${top}`)
  for (let row = 0; row < rows; row++) {
    const depth = 1 - row / 3
    for (let x = -80; x < width + 120; x += random.between(110, 190)) {
      const colours = {
        light: mix(light.cloudLight, light.sky[2], depth * 0.45),
        shade: mix(light.cloudShade, light.sky[2], depth * 0.35),
        alpha: 1,
      }
      paintCloud(
        pen,
        { x, y: height * (top + row * 0.085) + random.between(0, 60), width: random.between(260, 430) },
        colours,
        random,
      )
    }
  }
}
