import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Model3dRequest, Model3dResult, StudioContext } from '../contract.ts'
import { encodeTexture } from './make-texture.ts'
import { prepareModel } from './render-mesh.ts'
import { sculpt } from './sculpt.ts'
import { makePreview, makeTurntable, renderAlone } from './show-model.ts'
import { writeGlb } from './write-glb.ts'

/** A model from a picture or a prompt: turned on a lathe where the thing is one of those, else a relief with a back. */
export async function makeModel(request: Model3dRequest, context: StudioContext): Promise<Model3dResult> {
  const step = (percent: number): Promise<void> => {
    context.onProgress(percent)
    return pauseUnlessAborted(context)
  }
  await step(1)
  const sculpture = await sculpt(request, context)
  await step(20)
  const { name, mesh, texture, form } = sculpture
  const bytes = writeGlb(mesh, await encodeTexture(texture), name)
  await step(30)
  const model = prepareModel(mesh, texture)
  const preview = await makePreview(model)
  await step(40)
  const cutOut = sculpture.cutOut ?? renderAlone(model, CUT_OUT_SIZE)
  const cutOutBytes = new Uint8Array(await cutOut.encode('png'))
  const turntable = await makeTurntable(model, (share) => step(40 + share * 59))
  context.onProgress(100)
  return {
    kind: 'model3d',
    bytes,
    mediaType: 'model/gltf-binary',
    preview,
    cutOut: cutOutBytes,
    turntable,
    facts: { form, triangles: mesh.indices.length / 3 },
  }
}

const CUT_OUT_SIZE = 512
