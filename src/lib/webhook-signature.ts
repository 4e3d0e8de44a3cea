import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  sign,
  type KeyObject,
} from 'node:crypto'

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

/** What a receiver gets: the bytes that were signed, and the headers of Standard Webhooks. */
export interface SignedWebhook {
  body: Uint8Array
  headers: Record<string, string>
}

/**
 * Signs one attempt after Standard Webhooks: `v1` by each secret (`whsec_` and base64), so that a receiver which knows any of
 * them accepts it, and `v1a` by the installation's key. `timestamp` is unix seconds of this attempt.
 */
export function signWebhook(
  message: { id: string; timestamp: number; body: string },
  keys: { secrets: readonly string[]; signingKey: SigningKey },
): SignedWebhook {
  const { id, timestamp, body } = message
  const head = `${id}.${timestamp}.`
  const signed = Buffer.from(head + body)
  const shared = keys.secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`,
  )
  const own = `v1a,${sign(null, signed, keys.signingKey.privateKey).toString('base64')}`
  return {
    body: signed.subarray(Buffer.byteLength(head)),
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': [...shared, own].join(' '),
    },
  }
}

/** Of the secrets used lately: with a key object an HMAC costs a quarter of what it costs with its bytes. */
const keyObjects = new Map<string, KeyObject>()
const KEY_OBJECTS_MAX = 1000

function keyOf(secret: string): KeyObject {
  const known = keyObjects.get(secret)
  if (known !== undefined) return known
  if (keyObjects.size >= KEY_OBJECTS_MAX) keyObjects.clear()
  const key = createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
  keyObjects.set(secret, key)
  return key
}
