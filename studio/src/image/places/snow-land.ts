import { wordList } from '../prompt/word-list.ts'
import { darken, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { lit } from '../painting.ts'
import { fillPolygon } from '../shapes.ts'
import { paintMeadow, paintMeadowFront } from './meadow.ts'
import { paintMound } from './mound.ts'
import { paintPineRow, paintRange } from './mountains.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

export const snowLand: Place = {
  words:
    wordList(`snow landscape, snowfield, tundra, arctic, antarctica, antarctic, north pole, south pole, ice, glacier,
    winter, wintry, winter landscape, winter wonderland, frozen, siberia, ski slope, lapland`),
  role: 'ground',
  layout: landLayout,
  paintBack: (painting) => {
    paintRange(painting)
    if (painting.random('snow land').chance(0.55)) paintPineRow(painting)
    else paintIce(painting)
  },
  paintGround: (painting) => {
    paintMeadow(painting)
    paintMound(painting)
  },
  paintFront: paintMeadowFront,
}

/** Blocks of ice along the horizon. */
function paintIce(painting: Painting): void {
  const { pen, layout, width, height } = painting
  const random = painting.random('ice')
  for (let block = 0; block < (width / 1000) * 9; block++) {
    const x = random.between(0, width)
    const half = random.between(30, 90)
    const top = layout.horizon - height * random.between(0.02, 0.085)
    const bottom = layout.horizon + 14
    const ice = lit(painting, '#c4e4f5', 0.3)
    pen.fillStyle = ice
    fillPolygon(pen, [
      [x - half, bottom],
      [x - half * 0.7, top + 16],
      [x - half * 0.1, top],
      [x + half * 0.6, top + 24],
      [x + half, bottom],
    ])
    pen.fillStyle = darken(ice, 0.14)
    fillPolygon(pen, [
      [x, bottom],
      [x - half * 0.1, top],
      [x + half * 0.6, top + 24],
      [x + half, bottom],
    ])
    pen.fillStyle = lighten(ice, 0.6)
    fillPolygon(pen, [
      [x - half * 0.7, top + 16],
      [x - half * 0.1, top],
      [x + half * 0.6, top + 24],
      [x, top + 18],
    ])
  }
}
