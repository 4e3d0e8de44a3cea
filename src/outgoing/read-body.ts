import type { Readable } from 'node:stream'

import { OutgoingError } from './outgoing-error.ts'

/**
 * Collects at most `maxBytes`. An answer that has more ends its connection, and is an OutgoingError `too_large` (`whole`) or
 * cut off (`beginning`).
 */
export function readBody(
  body: Readable,
  { keep, maxBytes }: { keep: 'whole' | 'beginning'; maxBytes: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    body.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= maxBytes) return
      if (keep === 'whole') reject(new OutgoingError('too_large', 'It is too large.'))
      else resolve(Buffer.concat(chunks).subarray(0, maxBytes))
      body.destroy()
    })
    body.on('end', () => resolve(Buffer.concat(chunks)))
    body.on('error', reject)
    body.on('close', () => reject(new OutgoingError('connection', 'The connection was lost.')))
  })
}
