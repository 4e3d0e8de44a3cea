import { createHmac } from 'node:crypto'

/** How better-auth keeps backup codes: each as a keyed hash, so that who reads the table can use none. */
export interface BackupCodes {
  /** A JSON list of codes, new ones plain, those that are left hashed already. */
  encrypt(json: string): Promise<string>
  decrypt(json: string): Promise<string>
  /** What a person types is compared by its hash: the hook puts this in its place. */
  hash(code: string): string
}

const HASHED = 'hmac:'

export function makeBackupCodes(secret: string): BackupCodes {
  function hash(code: string): string {
    return `${HASHED}${createHmac('sha256', secret).update(`backup code ${code.trim()}`).digest('base64url')}`
  }
  return {
    hash,
    async encrypt(json) {
      const codes: string[] = JSON.parse(json)
      return JSON.stringify(codes.map((code) => (code.startsWith(HASHED) ? code : hash(code))))
    },
    decrypt: async (json) => json,
  }
}
