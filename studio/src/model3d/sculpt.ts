import type { Canvas } from '@napi-rs/canvas'
import type { Model3dRequest, Model3dResult, StudioContext } from '../contract.ts'
import { makeLathe, smoothOutline, wrapped } from './make-lathe.ts'
import { makeRelief } from './make-relief.ts'
import { bleed } from './make-texture.ts'
import type { Mesh } from './mesh.ts'
import { outlineOfPicture } from './outline-of-picture.ts'
import { paintLatheTexture } from './paint-lathe-texture.ts'
import type { ModelWords } from './read-model-words.ts'
import { readModelWords } from './read-model-words.ts'
import { takePicture } from './take-picture.ts'

export interface Sculpture {
  /** What it is called in the file. */
  name: string
  form: Model3dResult['facts']['form']
  mesh: Mesh
  texture: Canvas
  /** Null where it is to be rendered: what was turned from an outline was never a picture. */
  cutOut: Canvas | null
}

/** The shape and its colours: turned on a lathe where the thing is one of those, else a relief with a back. */
export async function sculpt(request: Model3dRequest, context: StudioContext): Promise<Sculpture> {
  const words = readModelWords(request.prompt, request.seed)
  if (words.lathe !== null && request.image === null) return turn(words, words.lathe)
  return carve(request, words, context)
}

/** From a known outline, with a pattern painted round it. */
function turn({ name, colour, pattern, random }: ModelWords, form: NonNullable<ModelWords['lathe']>): Sculpture {
  const outline = form.isSmooth ? smoothOutline(form.outline) : form.outline
  const texture = paintLatheTexture({ form, colour, pattern: pattern ?? form.pattern, random: random('pattern') })
  return { name, form: 'lathe', mesh: makeLathe(outline, wrapped), texture, cutOut: null }
}

/** From a picture: its outline turned if it is a turned thing's, else the picture itself raised. */
async function carve(request: Model3dRequest, words: ModelWords, context: StudioContext): Promise<Sculpture> {
  const { picture, isCutOut } = await takePicture(request, words, context)
  if (isCutOut) {
    const turned = outlineOfPicture(picture, words.lathe === null)
    const mayTurn = words.lathe !== null || (request.image !== null && request.prompt.trim() === '')
    if (turned !== null && mayTurn)
      return {
        name: words.name,
        form: 'lathe',
        mesh: makeLathe(turned.outline, turned.toTexture),
        texture: bleed(picture),
        cutOut: picture,
      }
  }
  const texture = isCutOut ? bleed(picture) : picture
  return { name: words.name, form: 'relief', mesh: makeRelief(picture, isCutOut), texture, cutOut: picture }
}
