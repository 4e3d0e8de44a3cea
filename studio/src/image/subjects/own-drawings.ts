import type { Drawing } from './drawing.ts'
import { ownBuildings } from './own-buildings.ts'
import { ownThings } from './own-things.ts'

export const ownDrawings: Readonly<Record<string, Drawing>> = { ...ownBuildings, ...ownThings }
