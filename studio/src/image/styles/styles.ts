import { lineArt } from './line-art.ts'
import { oilPainting } from './oil-painting.ts'
import { pixelArt } from './pixel-art.ts'
import { poster } from './poster.ts'
import type { Style } from './style.ts'
import { watercolour } from './watercolour.ts'

/** Without one of these a picture is a flat illustration. */
export const styles = {
  watercolour,
  'pixel art': pixelArt,
  'line art': lineArt,
  'oil painting': oilPainting,
  poster,
} satisfies Record<string, Style>

export type StyleName = keyof typeof styles
