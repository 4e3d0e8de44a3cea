/** A number generator that gives the same numbers for the same seed (mulberry32), with what is drawn from it. */
export interface Dice {
  /** An integer from 0 to `below` - 1. */
  roll(below: number): number
  /** True once in `times`. */
  oneIn(times: number): boolean
  pick<Value>(values: readonly Value[]): Value
}

export function makeDice(seed: number): Dice {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const roll = (below: number): number => next() % below
  return {
    roll,
    oneIn: (times) => roll(times) === 0,
    pick(values) {
      const value = values[roll(values.length)]
      if (value === undefined) throw new Error('there is nothing to pick from')
      return value
    },
  }
}

const deep = (levels: number, open: string, close: string): string => `${open.repeat(levels)}1${close.repeat(levels)}`

/** JSON texts that a careless parser, validator, database or renderer trips over. Not all are JSON. */
export const EVIL_JSON: readonly string[] = [
  ...['null', 'true', 'false', '{}', '[]', '""', '" "', '"\\n\\t"', '0', '-0', '-1', '1', '0.1', '1.5', '7'],
  ...['1e308', '-1e308', '1e400', '-1e400', '1e-400', '9007199254740991', '9007199254740993', '18446744073709551616'],
  ...['123456789012345678901234567890', '4294967296', '-2147483649', '0.30000000000000004', '1E5', '65536', '600.0001'],
  ...['NaN', 'Infinity', '-Infinity', 'undefined', '01', '+1', '.5', '1.', '0x10', "'x'", 'tru', '', ' '],
  ...['"\\u0000"', '"a\\u0000b"', '"\u0000"', '"\u0001"', '"\\ud800"', '"\\udc00x"', '"\\uD83D\\uDE00"', '"\\ud83d"'],
  ...[
    '"\\uffff"',
    '"\ufeff"',
    '"\u202e\u0645\u0631"',
    '"e\u0301\u0301\u0301"',
    '"\ud83d\udc69\u200d\ud83d\udc67"',
    '"\\x41"',
    '"\\u12"',
  ],
  ...['"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"null"', '"4"', '"true"', '"[]"', '"{}"'],
  ...[
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"\\u005f_proto__":1}',
    '{"__pr\\u006fto__":{"a":1}}',
  ],
  ...[
    '{"":""}',
    '{"a":1,"a":2}',
    '{"toString":1}',
    '{"toJSON":1}',
    '{"then":1}',
    '{"valueOf":{}}',
    '{"length":9}',
    '{"0":0}',
  ],
  ...['[null]', '[[]]', '[{}]', '[1,"a",null]', '[[[[[[[[]]]]]]]]', '{"a":{"b":{"c":{"d":{}}}}}', '["x","x","x"]'],
  ...[
    '"\'; drop table tasks; --"',
    '"${7*7}"',
    '"{{7*7}}"',
    '"<script>alert(1)</script>"',
    '"../../etc/passwd"',
    '"%00%s%n"',
  ],
  ...[
    '"http://169.254.169.254/latest"',
    '"http://[::1]/"',
    '"javascript:alert(1)"',
    '"file:///etc/passwd"',
    '"https://"',
  ],
  ...[
    '"https://user:pw@example.net/"',
    '"http://2130706433/"',
    '"https://example.net:99999/"',
    '"//example.net"',
    '"data:,x"',
  ],
  ...['"https://hooks.example.net/x"', '"data:video/mp4;base64,AAAA"', '"lyr_01K3V9QZ7M4E2H8N6B5D1C0RTW"', '"img_"'],
  ...[
    '"auto"',
    '"studio-image-1"',
    '"sim/image"',
    '"sim/music"',
    '"Lyria 3 preview"',
    '"producer"',
    '"simulator"',
    '"music-u"',
  ],
  ...['"producer/lyria-3-preview/generate-lyrics"', '"///"', '"Qubico/mmaudio"', '"generate-video"', '"complete-chat"'],
  '{"delayMs":5,"progress":[1,99],"failAt":"check","deliver":0}',
  '{"delayMs":3600001}',
  '{"delayMs":1e3,"accept":{"lookup":false},"callbacks":{"count":20},"seed":9007199254740991}',
  '{"error":{"fault":"nobody"}}',
  deep(64, '[', ']'),
  deep(65, '[', ']'),
  deep(100, '{"a":', '}'),
  deep(5000, '[', ']'),
  deep(64, '{"a":[', ']}'),
  `"${'x'.repeat(2049)}"`,
  `"${'x'.repeat(10_001)}"`,
  `"${'\ud83c\udfb5'.repeat(3000)}"`,
  `"${'\\u00e9'.repeat(5001)}"`,
  `"https://example.net/${'a'.repeat(2040)}"`,
  `[${'0,'.repeat(3000)}0]`,
  `[${'{},'.repeat(60_000)}{}]`,
  `{${Array.from({ length: 300 }, (_, index) => `"k${index}":"v"`).join()}}`,
  `[${Array.from({ length: 21 }, () => '"tag"').join()}]`,
  `"${'\u0336a'.repeat(4000)}"`,
]

/** What may stand after a path. */
export const EVIL_QUERIES: readonly string[] = [
  ...['', '', '', '', '?', '??', '?&', '?=', '?limit=5', '?limit=1&order=asc', '?limit=-1', '?limit=1e9', '?limit=%00'],
  ...[
    '?cursor=AAAAAAAAAAAAAAAAAAAAAA',
    '?cursor=%ff',
    '?cursor=__proto__',
    '?status=queued',
    '?status=running&expand=all',
  ],
  ...[
    '?expand=all',
    '?expand=input,output',
    '?expand=,',
    '?expand=__proto__',
    '?capability=text_to_image',
    '?capability=',
  ],
  ...[
    '?created_after=2020-01-01',
    '?created_after=9999-12-31T23:59:59.999999Z',
    '?created_before=0000-01-01',
    '?created_after=+275760-09-13',
  ],
  ...[
    '?created_before=1969-12-31T23:59:59Z',
    '?created_after=2026-01-01T00:00:00%2B14:00',
    '?created_after=-1',
    '?order=desc&order=asc',
  ],
  ...['?%', '?%zz', '?a[b]=c', '?constructor=1', '?limit=5#x', '#', '#?x', '?limit=٣', `?${'a=b&'.repeat(500)}`].map(
    (query) => query.replace(/[^\x21-\x7e]/g, encodeURIComponent),
  ),
]

/** Headers besides the key and the type; several may come together. */
export const EVIL_HEADERS: readonly (readonly [string, string])[] = [
  ['x-request-id', 'x'.repeat(129)],
  ['x-request-id', '\u00ff\u00fe'],
  ['x-request-id', 'fine'],
  ['x-request-id', ''],
  ['idempotency-key', ''],
  ['idempotency-key', 'x'.repeat(129)],
  ['idempotency-key', 'a b'],
  ['idempotency-key', '\u00e9'],
  ['idempotency-key', 'shared'],
  ['idempotency-key', 'shared'],
  ['idempotency-key', 'shared-too'],
  ['idempotency-key', '__proto__'],
  ['content-encoding', 'gzip'],
  ['content-encoding', 'identity'],
  ['content-encoding', 'br, gzip'],
  ['if-none-match', '*'],
  ['if-none-match', 'W/"1"'],
  ['if-none-match', '"'],
  ['range', 'bytes=0-'],
  ['range', 'bytes=99999999999999999999-1'],
  ['prefer', 'wait=-99999999999999999999'],
  ['prefer', 'respond-async, wait=x'],
  ['x-max-credits', '-1'],
  ['x-max-credits', 'NaN'],
  ['accept', 'text/html'],
  ['accept', '\u00ff'],
  ['accept-encoding', 'gzip, *;q=0'],
  ['origin', 'null'],
  ['cookie', 'a=b; '.repeat(300)],
  ['host', ''],
  ['host', 'evil.example.net:0'],
  ['expect', '200-ok'],
  ['te', 'trailers'],
  ['upgrade', 'websocket'],
  ['x-forwarded-for', '127.0.0.1'],
  ['x-http-method-override', 'DELETE'],
  ['x-stainless-lang', 'js'],
  ['accept-language', 'x'.repeat(2000)],
  ['__proto__', 'x'],
  ['content-type', 'text/plain'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', 'application/json;;;='],
  ['content-type', '\u00ff'],
  ['content-type', ''],
  ['content-type', 'multipart/form-data'],
  ['content-type', 'application/problem+json'],
]

export const EVIL_KEYS: readonly string[] = [
  '',
  'x',
  'Bearer',
  'mdl_',
  '__proto__',
  '\u00ff',
  'x'.repeat(5000),
  ' ',
  'null',
  'a b',
]
