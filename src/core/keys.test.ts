import { expect, test } from 'vitest'

import { hashSecret, hasValidChecksum, makeSecret, visiblePrefixOf } from './keys.ts'

test('a made secret has its prefix, 200 random bits and a valid checksum, and is never the same twice', () => {
  const secrets = Array.from({ length: 500 }, makeSecret)
  expect(new Set(secrets).size).toBe(500)
  for (const secret of secrets) {
    expect(secret).toMatch(/^mdl_[0-9a-z]{46}$/)
    expect(hasValidChecksum(secret)).toBe(true)
  }
})

test('a secret with one changed character fails its checksum', () => {
  const secret = makeSecret()
  for (let index = 4; index < secret.length; index += 1) {
    const other = secret[index] === '7' ? '8' : '7'
    expect(hasValidChecksum(`${secret.slice(0, index)}${other}${secret.slice(index + 1)}`)).toBe(false)
  }
  expect(hasValidChecksum('a key of the operator that came from outside')).toBe(false)
})

test('what is shown of a key is twelve characters, at most a quarter of it, and what is stored is 32 bytes that are not the key', () => {
  const secret = makeSecret()
  expect(visiblePrefixOf(secret)).toBe(secret.slice(0, 12))
  expect(visiblePrefixOf('a'.repeat(24))).toHaveLength(6)
  expect(hashSecret(secret)).toHaveLength(32)
})
