import { expect, test } from 'vitest'

import { checkClientUrl, isPublicAddress, parseAddressList } from './address-guard.ts'

const none = parseAddressList('')

test.each([
  'https://example.com',
  'http://example.com:8080/hook?a=b#c',
  'HTTPS://EXAMPLE.com/x',
  'https://8.8.8.8/x',
  'https://[2606:4700::1111]/x',
  'https://bücher.example/x',
  'https://notlocalhost.example',
  'https://example.com/@me',
  `https://example.com/${'a'.repeat(2028)}`,
])('%s may be used', (url) => {
  expect(checkClientUrl(url, none)).toBeNull()
})

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://0/',
  'http://10.1.2.3/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a00:1]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[64:ff9b::a00:1]/',
  'http://localhost/',
  'http://LOCALHOST.:80/',
  'http://x.localhost/',
  'http://localhost.localdomain/',
])('%s points to a private address', (url) => {
  expect(checkClientUrl(url, none)).toBe('must not point to a private address')
})

test.each([
  ['', 'absolute'],
  ['example.com', 'absolute'],
  ['/hook', 'absolute'],
  ['//example.com', 'absolute'],
  ['http:example.com', 'absolute'],
  ['http:///example.com', 'absolute'],
  ['ftp://example.com', 'absolute'],
  ['file:///etc/passwd', 'absolute'],
  ['javascript:alert(1)', 'absolute'],
  ['http://exa mple.com', 'spaces'],
  [' http://example.com', 'spaces'],
  ['http://exam\nple.com', 'spaces'],
  ['http://example.com\\@127.0.0.1', 'backslashes'],
  ['http://[::1', 'absolute'],
  ['http://1.2.3.256', 'absolute'],
  ['http://example.com:99999', 'absolute'],
  ['http://user:secret@example.com', 'credentials'],
  ['http://@example.com', 'credentials'],
  [`https://example.com/${'a'.repeat(2029)}`, '2,048'],
])('%j is refused: %s', (url, reason) => {
  expect(checkClientUrl(url, none)).toContain(reason)
})

test('what the operator allows may be used, in every notation, and nothing beside it', () => {
  const allowed = parseAddressList('10.0.0.0/8, ::1')
  expect(checkClientUrl('http://10.9.8.7/', allowed)).toBeNull()
  expect(checkClientUrl('http://[::ffff:10.0.0.1]/', allowed)).toBeNull()
  expect(checkClientUrl('http://[0:0::1]/', allowed)).toBeNull()
  expect(checkClientUrl('http://localhost/', allowed)).toBeNull()
  expect(checkClientUrl('http://127.0.0.1/', allowed)).not.toBeNull()
  expect(checkClientUrl('http://11.0.0.1/', allowed)).toBeNull()
  expect(checkClientUrl('http://localhost/', parseAddressList(['10.0.0.0/8']))).not.toBeNull()
})

test.each(['8.8.8.8', '100.128.0.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])(
  '%s is public',
  (ip) => {
    expect(isPublicAddress(ip, none)).toBe(true)
  },
)

test.each([
  '0.0.0.0',
  '100.127.255.255',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.19.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '239.0.0.1',
  '240.0.0.1',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:192.168.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::808:808',
  '64:ff9b:1::1',
  '100::1',
  '2001:0:1::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'example.com',
  '',
])('%j is not public', (ip) => {
  expect(isPublicAddress(ip, none)).toBe(false)
})

test('an entry that is no address is an error, not an empty rule', () => {
  expect(() => parseAddressList('10.0.0.0/8,nonsense')).toThrow()
})
