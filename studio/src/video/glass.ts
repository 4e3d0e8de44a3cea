import type { Stage } from './stage.ts'

/** The size of the picture in units: what falls, falls on the glass, whatever the stage is. */
export function glass({ frame, pixelsPerUnitX, pixelsPerUnitY }: Stage): { width: number; height: number } {
  return { width: frame.width / pixelsPerUnitX, height: frame.height / pixelsPerUnitY }
}

/** The value moved by whole spans until it lies in the span that begins at `low`. */
export function wrap(value: number, low: number, span: number): number {
  return low + ((((value - low) % span) + span) % span)
}
