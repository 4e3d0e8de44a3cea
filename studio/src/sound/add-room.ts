/** Echo of a room: four combs and an all-pass for each ear, after Schroeder. */
import { sampleRate } from './stage.ts'

const combSeconds = [0.0297, 0.0371, 0.0411, 0.0437]

/** Mixes `amount` (0 to 1) of a room into both channels, in place. */
export function addRoom(channels: [Float32Array, Float32Array], amount: number): void {
  if (amount <= 0) return
  for (const [side, channel] of channels.entries()) addRoomToChannel(channel, amount, 1 + side * 0.043)
}

/** `spread` makes one ear's room a little larger, which is what makes it sound wide. */
function addRoomToChannel(channel: Float32Array, amount: number, spread: number): void {
  const feedback = 0.7 + 0.18 * amount
  const combs = combSeconds.map((seconds) => makeDelay(seconds * spread))
  const damps = combs.map(() => 0)
  const pass = makeDelay(0.005 * spread)
  for (let index = 0; index < channel.length; index += 1) {
    const dry = channel[index] ?? 0
    let wet = 0
    for (const [number, comb] of combs.entries()) {
      const echo = comb.read()
      // Walls swallow the treble a little at every turn.
      const damped = echo * 0.65 + (damps[number] ?? 0) * 0.35
      damps[number] = damped
      comb.write(dry + damped * feedback)
      wet += echo
    }
    const delayed = pass.read()
    pass.write(wet * 0.25 + delayed * 0.5)
    channel[index] = dry + (delayed - wet * 0.125) * amount
  }
}

function makeDelay(seconds: number): { read(): number; write(value: number): void } {
  const buffer = new Float32Array(Math.round(seconds * sampleRate))
  let position = 0
  return {
    read: () => buffer[position] ?? 0,
    write: (value) => {
      buffer[position] = value
      position = (position + 1) % buffer.length
    },
  }
}
