import { expect, test } from 'vitest'

import { envelopeOf, pathOf } from './dialect-of.ts'

test.each([
  ['POST', '/api/v1/task', 'piapi'],
  ['POST', '/api/v1/task/', 'piapi'],
  ['GET', '/api/v1/task/x', 'piapi'],
  ['GET', '/api/v1/task?x=/v1/tasks', 'piapi'],
  ['GET', '/api/v1/tasks', 'omnapi'],
  ['DELETE', '/api/v1/tasks', 'piapi'],
  ['DELETE', '/api/v1/tasks/?model=kling', 'piapi'],
  ['DELETE', '/api/v1/tasks/task_1', 'omnapi'],
  ['GET', '/api/v1/taskx', 'omnapi'],
  ['GET', '/api/anything', 'omnapi'],
  ['GET', '/api/ephemeral_resource', 'piapi'],
  ['GET', '/api/ephemeral_resource/x', 'omnapi'],
  ['GET', '/api/open/x', 'piapi'],
  ['GET', '/api/openx', 'omnapi'],
  ['GET', '/api/kling/v1/video', 'piapi'],
  ['GET', '/api/luma/x', 'piapi'],
  ['GET', '/api/face_swap/x', 'piapi'],
  ['GET', '/account/info', 'piapi'],
  ['GET', '/accounts/info', 'problem'],
  ['POST', '/mj/v2/imagine', 'piapi'],
  ['GET', '/v1/tasks', 'beatra'],
  ['DELETE', '/v1/tasks', 'beatra'],
  ['GET', '/v1/tasks/%zz', 'beatra'],
  ['GET', '/v1', 'problem'],
  ['GET', '/v10/tasks', 'problem'],
  ['GET', '/V1/tasks', 'problem'],
  ['GET', '/', 'problem'],
  ['GET', '', 'problem'],
  ['GET', '*', 'problem'],
  ['GET', '/files/x.png', 'problem'],
  ['GET', '/operator/v1/keys', 'problem'],
  ['GET', 'http://gateway.example/v1/tasks?x', 'beatra'],
  ['GET', '/%76%31/tasks', 'beatra'],
  ['GET', '/api/v1%2Ftask', 'omnapi'],
])('%s %s is answered in the envelope of %s', (method, url, envelope) => {
  expect(envelopeOf(method, url)).toBe(envelope)
})

test('the path is what the router sees: no origin, no query, no trailing slash, plain letters read', () => {
  expect(pathOf('https://host:1/a/%62/?q=/#x')).toBe('/a/b')
  expect(pathOf('/a%2fb')).toBe('/a%2fb')
  expect(pathOf('http://host')).toBe('/')
})
