import type { Drawing } from './drawing.ts'
import { ownBuildings } from './own-buildings.ts'
import { ownClothes } from './own-clothes.ts'
import { ownOutdoorThings } from './own-outdoor-things.ts'
import { ownThings } from './own-things.ts'
import { ownVessels } from './own-vessels.ts'

export const ownDrawings: Readonly<Record<string, Drawing>> = {
  ...ownBuildings,
  ...ownThings,
  ...ownOutdoorThings,
  ...ownClothes,
  ...ownVessels,
}
