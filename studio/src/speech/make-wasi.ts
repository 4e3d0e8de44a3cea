/** As much of WASI (preview 1) as a program needs that is given arguments and writes one file. */

export interface Wasi {
  /** For `wasi_snapshot_preview1`. */
  imports: Record<string, (...values: never[]) => number>
  /** What was written to the standard output. */
  stdout(): string
  /** The one file that the program made below `WASI_FOLDER`, under whatever name; empty when it made none. */
  file(): Buffer
}

/** Thrown through the program when it ends itself. */
export class ProgramExit extends Error {
  override readonly name = 'ProgramExit'
}

/** The only folder there is. */
export const WASI_FOLDER = '/o'

const SUCCESS = 0
const BAD_DESCRIPTOR = 8
const NO_ENTRY = 44
const CREATE_FLAG = 1
const STDOUT = 1
const FOLDER = 3
const FILE = 4
const CHARACTER_DEVICE = 2
const DIRECTORY = 3
const REGULAR_FILE = 4
const KINDS = [CHARACTER_DEVICE, CHARACTER_DEVICE, CHARACTER_DEVICE, DIRECTORY, REGULAR_FILE]

/**
 * All in memory and by a clock that stands still, so that equal arguments give equal bytes; Node's own WASI would need a
 * temporary folder, and calls itself experimental. `memory` is asked at each call: it moves when it grows.
 */
export function makeWasi(programArguments: string[], memory: () => ArrayBuffer): Wasi {
  const encoded = programArguments.map((argument) => Buffer.from(`${argument}\0`))
  const written: Record<number, Buffer[]> = { [STDOUT]: [], [FILE]: [] }
  const bytes = (at: number, length: number) => Buffer.from(memory(), at, length)
  const put = (at: number, value: number) => (bytes(at, 4).writeUInt32LE(value), SUCCESS)

  const imports = {
    args_sizes_get: (countAt: number, sizeAt: number) =>
      put(countAt, encoded.length) || put(sizeAt, Buffer.concat(encoded).length),
    args_get(pointersAt: number, bufferAt: number) {
      let at = bufferAt
      for (const [index, argument] of encoded.entries()) {
        put(pointersAt + index * 4, at)
        bytes(at, argument.length).set(argument)
        at += argument.length
      }
      return SUCCESS
    },
    clock_time_get: (_clock: number, _precision: bigint, at: number) => put(at, 0) || put(at + 4, 0),
    fd_prestat_get: (descriptor: number, at: number) =>
      descriptor === FOLDER ? put(at, 0) || put(at + 4, WASI_FOLDER.length) : BAD_DESCRIPTOR,
    fd_prestat_dir_name(_folder: number, at: number, length: number) {
      bytes(at, length).write(WASI_FOLDER)
      return SUCCESS
    },
    fd_fdstat_get(descriptor: number, at: number) {
      // The kind, no flags, and every right.
      bytes(at, 8)
        .fill(0)
        .writeUInt8(KINDS[descriptor] ?? CHARACTER_DEVICE)
      bytes(at + 8, 16).fill(0xff)
      return SUCCESS
    },
    fd_fdstat_set_flags: () => SUCCESS,
    path_open(...[, , , , flags, , , , at]: [number, number, number, number, number, bigint, bigint, number, number]) {
      return (flags & CREATE_FLAG) === 0 ? NO_ENTRY : put(at, FILE)
    },
    fd_write(descriptor: number, vectors: number, count: number, sumAt: number) {
      const parts = Array.from({ length: count }, (_, index) => {
        const vector = bytes(vectors + index * 8, 8)
        return bytes(vector.readUInt32LE(0), vector.readUInt32LE(4))
      })
      const joined = Buffer.concat(parts)
      written[descriptor]?.push(joined)
      return put(sumAt, joined.length)
    },
    fd_read: () => BAD_DESCRIPTOR,
    fd_seek: () => BAD_DESCRIPTOR,
    fd_close: () => SUCCESS,
    proc_exit(code: number): never {
      throw new ProgramExit(`The program ended itself with code ${code}`)
    },
  }
  const content = (descriptor: number) => Buffer.concat(written[descriptor] ?? [])
  return { imports, stdout: () => content(STDOUT).toString(), file: () => content(FILE) }
}
