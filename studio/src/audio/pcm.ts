/** Stereo sound in memory; full scale is -1 to 1, both channels have the same length. */
export interface Pcm {
  sampleRate: number
  channels: [Float32Array, Float32Array]
}
