import { join } from 'node:path'

import { expect, test } from 'vitest'

import { makeVisitor } from '../helpers/make-visitor.ts'
import { newFolder, readyUrlOf, runProcess, startProcess } from '../helpers/medley-process.ts'
import { at } from '../helpers/start-medley.ts'

test('the first person is made by the command line, becomes an operator there, and reads mails there without a mail server', async () => {
  const dataDir = join(newFolder(), 'data')
  const medley = startProcess(['serve'], { MEDLEY_DATA: dataDir })
  const url = await readyUrlOf(medley)
  const command = (...args: string[]) => runProcess(args, { MEDLEY_DATA: dataDir })
  const made = await command('person', 'create', 'Ada@example.com', '--name', 'Ada')
  const password = made.stdout.trim()
  expect(password).toMatch(/^\S{20}$/)
  expect(await command('person', 'create', 'ada@example.com')).toMatchObject({ code: 1, stdout: '' })
  expect((await command('person', 'create', 'bob@example.com', '--role', 'king')).code).toBe(1)

  const ada = makeVisitor(url)
  const account = { email: 'ada@example.com', password }
  expect((await ada.post('/auth/sign-in/email', account)).status).toBe(200)
  expect((await ada.get('/auth/organization/get-active-member')).body).toMatchObject({ role: 'owner' })
  expect((await command('person', 'operator', 'ada@example.com', 'on')).code).toBe(0)
  expect((await ada.get('/auth/get-session')).body).toEqual({})
  await ada.post('/auth/sign-in/email', account)
  expect(at((await ada.get('/auth/get-session')).body, 'user', 'operator')).toBe(true)
  expect((await command('person', 'operator', 'nobody@example.com', 'on')).code).toBe(1)
  expect((await command('person', 'list')).stdout).toBe('ada@example.com  Ada  default owner, operator\n')

  await ada.post('/auth/request-password-reset', { email: 'ada@example.com' })
  const token = /asked for one: (\S+)/.exec((await command('mail', 'list')).stdout)?.[1] ?? ''
  const renewed = { token, newPassword: 'another horse battery' }
  expect((await makeVisitor(url).post('/auth/reset-password', renewed)).status).toBe(200)
  // What opens accounts is in no log.
  expect(medley.stderr()).toContain('medley mail list')
  for (const secret of [token, password, 'another horse', 'ada@example.com'])
    expect(medley.stderr()).not.toContain(secret)
  medley.signal('SIGTERM')
  expect(await medley.exit).toBe(0)
})
