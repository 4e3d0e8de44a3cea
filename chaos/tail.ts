import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** Whole lines of a file that came since the last call; none as long as there is no file. */
export function makeTail(path: string): () => string[] {
  let readTo = 0
  return () => {
    if (!existsSync(path)) return []
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - readTo))
      readSync(file, bytes, 0, bytes.length, readTo)
      const end = bytes.lastIndexOf(0x0a) + 1
      readTo += end
      return bytes.toString('utf8', 0, end).split('\n').filter(Boolean)
    } finally {
      closeSync(file)
    }
  }
}
