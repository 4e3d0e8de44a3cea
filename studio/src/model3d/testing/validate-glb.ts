import { createRequire } from 'node:module'

interface Report {
  issues: { numErrors: number; numWarnings: number; numInfos: number; numHints: number }
  info: { totalTriangleCount: number }
}

/** The Khronos validator, which has no types of its own: the part that is used here. */
const validator: { validateBytes(bytes: Uint8Array): Promise<Report> } = createRequire(import.meta.url)(
  'gltf-validator',
)

export function validateGlb(bytes: Uint8Array): Promise<Report> {
  return validator.validateBytes(bytes)
}
