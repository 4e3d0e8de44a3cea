interface GlbParts {
  positions: Float32Array
  indices: Uint32Array
  /** The picture file inside. */
  texture: Uint8Array
}

/** Reads a binary glTF by its own JSON: the first primitive of the first mesh, and the first image. */
export function readGlb(bytes: Uint8Array): GlbParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const jsonLength = view.getUint32(12, true)
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + jsonLength)))
  const binary = bytes.subarray(28 + jsonLength)
  const read = (index: number): Uint8Array => {
    const { byteOffset = 0, byteLength } = json.bufferViews[index]
    return binary.slice(byteOffset, byteOffset + byteLength)
  }
  const { attributes, indices } = json.meshes[0].primitives[0]
  return {
    positions: new Float32Array(read(json.accessors[attributes.POSITION].bufferView).buffer),
    indices: new Uint32Array(read(json.accessors[indices].bufferView).buffer),
    texture: read(json.images[0].bufferView),
  }
}
