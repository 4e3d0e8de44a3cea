import { TEST_KEY } from '../helpers/start-medley.ts'
import { EVIL_HEADERS, EVIL_JSON, type Dice } from './hostile-values.ts'

const HEAD = `POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nX-API-Key: ${TEST_KEY}\r\nContent-Type: application/json\r\n`
const GET = 'GET /v1/health HTTP/1.1\r\nHost: x\r\n'

/** Beginnings of connections that are no request, or nearly one. */
const OPENINGS: readonly string[] = [
  ...[
    '',
    '\r\n',
    '\r\n\r\n',
    '\0',
    '\0'.repeat(100),
    'GET',
    'GET ',
    'GET /',
    'GET / HTTP/1.1',
    'GET / HTTP/1.1\r\n',
    'GET / HTTP/9.9\r\n\r\n',
  ],
  ...[
    'get / http/1.1\r\n\r\n',
    'G\u00c9T / HTTP/1.1\r\n\r\n',
    'GET  / HTTP/1.1\r\n\r\n',
    'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /v1/tasks/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ...[
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'SSH-2.0-x\r\n',
    '*1\r\n$4\r\nPING\r\n',
    '{"a":1}',
  ],
  ...[
    'CONNECT example.net:443 HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET http://x/v1/health HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ...[
    'GET /v1/health HTTP/1.0\r\n\r\n',
    'GET /v1/health HTTP/1.1\r\n\r\n',
    `${GET}Host: y\r\n\r\n`,
    `${GET}Expect: x\r\n\r\n`,
    `${GET}Bad Name: x\r\n\r\n`,
  ],
  ...[
    `${GET}X: a\0b\r\n\r\n`,
    `${GET}X: a\nY: b\r\n\r\n`,
    `${GET} folded\r\n\r\n`,
    `${GET}: x\r\n\r\n`,
    `${GET}X\r\n\r\n`,
    GET.replaceAll('\r\n', '\n') + '\n',
  ],
  `${GET}X: ${'a'.repeat(20_000)}\r\n\r\n`,
  `${GET}${'X: a\r\n'.repeat(3000)}\r\n`,
  `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `${HEAD}Content-Length: 5\r\n\r\n{}`,
  `${HEAD}Content-Length: 1\r\n\r\n{}`,
  `${HEAD}Content-Length: -1\r\n\r\n{}`,
  `${HEAD}Content-Length: 99999999999999999999999\r\n\r\n{}`,
  `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
  `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  `${HEAD}Transfer-Encoding: x\r\n\r\n{}`,
  `${HEAD}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\n{}`,
  `${GET}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  `${GET}\r\n${GET}\r\nrubbish`,
  `${GET}\r\n`.repeat(20),
]

/** What to write to one connection: an opening, changed here and there; a request around some evil; or noise. */
export function drawBytes(dice: Dice): Buffer {
  const kind = dice.roll(4)
  if (kind === 0) return Buffer.from(Array.from({ length: dice.roll(600) }, () => dice.roll(256)))
  if (kind === 1) {
    const [name, value] = dice.pick(EVIL_HEADERS)
    const body = dice.pick(EVIL_JSON)
    return Buffer.from(
      `${HEAD}${name}: ${value}\r\nContent-Length: ${body.length + dice.roll(3) - 1}\r\n\r\n${body}`,
      'latin1',
    )
  }
  const bytes = Buffer.from(dice.pick(OPENINGS), 'latin1')
  if (bytes.length === 0 || dice.oneIn(3)) return bytes
  for (let changes = dice.roll(4); changes > 0; changes -= 1) bytes[dice.roll(bytes.length)] = dice.roll(256)
  return dice.oneIn(3) ? bytes.subarray(0, dice.roll(bytes.length)) : bytes
}
