import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { COMMANDS } from '../../src/commands/commands.ts'
import { makeUuidV7, toCrockford } from '../../src/lib/ids.ts'
import { databaseUrlOf, newFolder, runProcess } from '../helpers/medley-process.ts'
import { dataOf, done, operatorOf } from '../helpers/operator.ts'
import { startMedley, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

const command = (...args: string[]) =>
  runProcess(args, { DATABASE_URL: databaseUrlOf(medley.testDatabase.connection), MEDLEY_DATA: medley.dataDir })

test('help is had of everything, of a group and of one command, and is no mistake', async () => {
  const all = await command('--help')
  for (const name of Object.keys(COMMANDS)) expect(all.stdout).toContain(`  medley ${name}`)
  const [group, ofOne, before] = [
    await command('key'),
    await command('key', 'create', '--help'),
    await command('help', 'verify'),
  ]
  expect(group.stdout.match(/^ {2}medley \S+ \S+/gm)).toEqual(
    ['create', 'rotate', 'list', 'revoke'].map((act) => `  medley key ${act}`),
  )
  expect(ofOne.stdout).toContain('--networks LIST')
  expect(before.stdout).toContain('medley verify\n')
  for (const { code, stderr } of [all, group, ofOne, before]) expect([code, stderr]).toEqual([0, ''])
  const unknown = await command('key', 'make')
  expect([unknown.code, unknown.stdout]).toEqual([1, ''])
  expect(unknown.stderr).toMatch(/^medley: there is no command key make\n[^]*medley key create/)
  expect((await command('constructor')).stderr).toMatch(/^medley: there is no command constructor\n/)
})

test('a mistake is told by what was typed, never by a place in a list or in the words of a library', async () => {
  for (const [args, said] of [
    [['key', 'create', '--models', 'sim/image,nothing'], '--models: nothing is no model of the catalogue'],
    [['key', 'create', '--networks', '10.0.0.0/8, home'], '--networks: home must be an IP address or a CIDR range'],
    [
      ['key', 'create', '--scopes', 'read,write'],
      '--scopes is a comma list of create, read, cancel, billing, operator, not write',
    ],
    [['limits', 'set'], 'say what to set: one or more of --per-second'],
    [['limits', 'set', '--tasks', 'many'], '--tasks is a whole number, or none, not many'],
    [['limits', 'set', '--excess', 'wait'], '--excess is staged or by-dialect, not wait'],
    [['limits', 'show', '--key', 'key_nothing'], 'no key that is in force has the id or beginning key_nothing'],
    [
      ['person', 'create', 'ada@example.com', '--role', 'king'],
      '--role is one of owner, admin, member, auditor, not king',
    ],
    [['credits', 'grant', 'many'], 'AMOUNT is a number of credits above zero with at most four decimals, not many'],
  ] as const) {
    const { code, stdout, stderr } = await command(...args)
    expect([args, code, stdout]).toEqual([args, 1, ''])
    expect(stderr).toContain(`medley: ${said}`)
    expect(stderr).not.toMatch(/\n {4}at |ERR_/)
  }
})

test('a key is named by its id in either form or by its visible beginning, where its limits are set too', async () => {
  const secret = (await command('key', 'create', '--name', 'phone')).stdout.trim()
  const key = dataOf(done(await operatorOf(medley).get('/keys'))).find(({ name }) => name === 'phone')
  const [id, prefix] = [String(key?.['id']), String(key?.['prefix'])]
  expect(secret.startsWith(prefix)).toBe(true)
  for (const [n, name] of [id, prefix].entries()) {
    expect((await command('limits', 'set', '--key', name, '--tasks', `${n + 5}`)).code).toBe(0)
    expect((await command('limits', 'show', '--key', name)).stdout).toContain(`tasks at once: ${n + 5} (0 used)\n`)
  }
  expect((await command('key', 'rotate', prefix)).code).toBe(0)
  expect((await command('key', 'revoke', id)).code).toBe(0)
  expect((await command('key', 'revoke', `key_${toCrockford(makeUuidV7(Date.now)())}`)).code).toBe(1)
})

test('no command makes an installation where MEDLEY_DATA is mistyped, but those with which one begins', async () => {
  const first = Object.entries(COMMANDS).filter(([, { canBeFirst }]) => canBeFirst === true)
  expect(first.map(([name]) => name)).toEqual(['serve', 'api', 'worker', 'migrate', 'doctor', 'import'])
  const dataDir = join(newFolder(), 'mistyped')
  for (const args of [['key', 'list'], ['credits', 'grant', '5'], ['export', '/x'], ['doctor']]) {
    const { stdout, stderr } = await runProcess(args, { MEDLEY_DATA: dataDir })
    expect(stdout + stderr).toContain(args[0] === 'doctor' ? 'ok' : `medley: There is no database in ${dataDir}`)
    expect([args, existsSync(dataDir)]).toEqual([args, false])
  }
})
