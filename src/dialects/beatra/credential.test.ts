import { expect, test } from 'vitest'

import { readCredential } from './credential.ts'

const TASKS = '/v1/tasks'
const IMAGES = '/v1/images/generations'

test.each<[string, Record<string, string | string[]>, string, string | null]>([
  ['a bearer key', { authorization: 'Bearer sk-one' }, TASKS, 'sk-one'],
  ['a bearer key in any case', { authorization: 'bearer  sk-one ' }, TASKS, 'sk-one'],
  [
    'a bearer key beside x-api-key: it wins',
    { authorization: 'Bearer sk-one', 'x-api-key': 'sk-two' },
    TASKS,
    'sk-one',
  ],
  ['x-api-key alone', { 'x-api-key': 'sk-two' }, TASKS, 'sk-two'],
  ['x-api-key sent twice: the first', { 'x-api-key': ['sk-two', 'sk-three'] }, TASKS, 'sk-two'],
  ['nothing', {}, TASKS, null],
  ['an empty x-api-key', { 'x-api-key': ' ' }, TASKS, null],
  ['another scheme', { authorization: 'Basic c2stb25l' }, TASKS, null],
  ['another scheme beside x-api-key', { authorization: 'Basic c2stb25l', 'x-api-key': 'sk-two' }, TASKS, null],
  ['a scheme without a key', { authorization: 'Bearer ' }, IMAGES, null],
  ['two words after the scheme', { authorization: 'Bearer sk one' }, IMAGES, null],
  ['a bare key', { authorization: 'sk-one' }, TASKS, null],
  ['a bare key on images', { authorization: 'sk-one' }, IMAGES, 'sk-one'],
  ['a bare key on images with a trailing slash', { authorization: 'sk-one' }, `${IMAGES}/`, 'sk-one'],
  ['a bare key on chat', { authorization: 'sk-one' }, '/v1/chat/completions', 'sk-one'],
  ['another scheme on images', { authorization: 'Basic c2stb25l' }, IMAGES, null],
])('%s', (_name, headers, path, key) => {
  expect(readCredential(headers, path)).toEqual(key === null ? { kind: 'missing' } : { kind: 'key', key })
})
