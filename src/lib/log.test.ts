import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

import { makeLog } from './log.ts'

function capture(write: (log: ReturnType<typeof makeLog>) => void): unknown[] {
  const lines: string[] = []
  write(makeLog('info', { write: (line: string) => lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}

test('a line has level, time, process and its fields; what is below the level is not written', () => {
  const lines = capture((log) => {
    log.debug('unseen')
    log.info({ taskId: 'x' }, 'seen')
  })
  expect(lines).toEqual([{ level: 'info', time: expect.any(Number), pid: process.pid, taskId: 'x', msg: 'seen' }])
})

test('secrets that somebody passes by mistake are not written', () => {
  const secret = 'do-not-write'
  const lines = capture((log) =>
    log.info({
      authorization: secret,
      apiKey: secret,
      key: secret,
      secret,
      password: secret,
      body: { text: secret },
      prompt: secret,
      headers: { authorization: secret, 'x-api-key': secret, cookie: secret, host: 'shown' },
    }),
  )
  expect(JSON.stringify(lines)).not.toContain(secret)
  expect(lines).toMatchObject([{ headers: { host: 'shown' } }])
})

test('an error is its name, message, code, stack and causes, and nothing that a library hung on it', () => {
  const cause = Object.assign(new Error('inner'), { code: '23505', detail: 'Key (prompt)=(hidden)' })
  const [line] = capture((log) => log.error({ err: new TypeError('outer', { cause }) }, 'failed'))
  expect(line).toMatchObject({
    err: { type: 'TypeError', message: 'outer', stack: expect.any(String), cause: { message: 'inner', code: '23505' } },
  })
  expect(JSON.stringify(line)).not.toContain('hidden')
})

test.each([
  ['ends', ''],
  ['calls process.exit', 'process.exit(0)'],
  ['dies of an error', 'throw new Error("crash")'],
])('a process that %s has written its last lines to stderr and none to stdout', (_name, end) => {
  const script = `import { makeLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)}
    const log = makeLog('info')
    for (let index = 0; index < 200; index += 1) log.info({ index }, 'line')
    ${end}`
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  const lines = child.stderr.split('\n').filter((line) => line.startsWith('{"level"'))
  expect(lines).toHaveLength(200)
  expect(child.stdout).toBe('')
})
