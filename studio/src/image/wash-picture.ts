import { fade } from './colour.ts'
import type { Pen } from './painting.ts'
import { moods } from './prompt/moods.ts'
import type { Scene } from './prompt/scene.ts'

/** The mood's wash over everything, and the one colour that all shall have. The size is in the pen's units. */
export function washPicture(
  pen: Pen,
  { mood, wash }: Pick<Scene, 'mood' | 'wash'>,
  { width, height }: { width: number; height: number },
): void {
  pen.save()
  if (mood !== null) {
    pen.globalCompositeOperation = moods[mood].blend
    pen.fillStyle = fade(moods[mood].wash, moods[mood].strength)
    pen.fillRect(0, 0, width, height)
  }
  if (wash !== null) {
    pen.globalCompositeOperation = 'color'
    pen.fillStyle = fade(wash, 0.8)
    pen.fillRect(0, 0, width, height)
  }
  pen.restore()
}
