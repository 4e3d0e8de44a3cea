import { createHash, createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'

/** The asymmetric key of an installation, and how receivers learn of it. */
export interface SigningKey {
  privateKey: KeyObject
  /** The public half as a JWK (RFC 8037), with its thumbprint (RFC 7638) as `kid`. */
  jwk: { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; alg: 'EdDSA'; use: 'sig' }
}

/** PKCS 8 of an Ed25519 key up to its 32 bytes. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The same secret gives the same key, in every process and after every restore. */
export function makeSigningKey(secret: string): SigningKey {
  const seed = createHmac('sha256', secret).update('webhook signing key').digest()
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const x = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? ''
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
  return { privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } }
}

/**
 * The headers of Standard Webhooks for one attempt: `v1` of each secret (`whsec_` and base64), so that a receiver which knows
 * any of them accepts it, and `v1a` by the installation's key. `timestamp` is unix seconds of this attempt.
 */
export function signWebhook(
  message: { id: string; timestamp: number; body: string },
  keys: { secrets: readonly string[]; signingKey: SigningKey },
): Record<string, string> {
  const { id, timestamp, body } = message
  const text = Buffer.from(`${id}.${timestamp}.${body}`)
  const shared = keys.secrets.map(
    (secret) => `v1,${createHmac('sha256', decodeSecret(secret)).update(text).digest('base64')}`,
  )
  const own = `v1a,${sign(null, text, keys.signingKey.privateKey).toString('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': [...shared, own].join(' '),
  }
}

function decodeSecret(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
}
