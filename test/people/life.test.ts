import { afterAll, beforeAll, expect, test } from 'vitest'

import { makeVisitor } from '../helpers/make-visitor.ts'
import { done, operatorOf } from '../helpers/operator.ts'
import { at, until } from '../helpers/start-medley.ts'
import { linkIn, PASSWORD, startTown, type Town } from '../helpers/start-town.ts'
import { totp } from '../helpers/totp.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

test("a person's life: sign up, confirm, organisation, invite, accept, second factor, sign in with it, backup code, key, task, no key", async () => {
  const { medley, mailbox } = town
  const ada = makeVisitor(medley.url)
  const account = { email: 'ada@example.com', password: PASSWORD }
  expect((await ada.post('/auth/sign-up/email', { ...account, name: 'Ada' })).body).toMatchObject({ token: null })
  expect((await ada.post('/auth/sign-in/email', account)).status).toBe(403)
  const link = linkIn((await mailbox.next('ada@example.com', 'Confirm')).text)
  const confirmed = await ada.get(link)
  const place = confirmed.headers.get('location') ?? ''
  expect([confirmed.status, place]).toEqual([302, `${medley.url}/?mail=confirmed`])
  expect(await (await fetch(place)).text()).toContain('Your address is confirmed.')
  const over = (await ada.get(link.replace('token=', 'token=x'))).headers.get('location') ?? ''
  expect(await (await fetch(over)).text()).toContain('This link is over')
  expect((await ada.post('/auth/sign-in/email', account)).status).toBe(200)

  const made = await ada.post('/auth/organization/create', { name: 'Analytical Engines', slug: 'engines' })
  expect(made.status).toBe(200)
  const organizationId = String(made.body['id'])
  const [money] = await medley.database.query<{ available: number }>(
    'test-account',
    'select a.available from accounts a join organisations o on o.number = a.organisation where o.id = $1',
    [organizationId],
  )
  expect(money).toEqual({ available: 0 })

  const invitation = { email: 'bob@example.com', role: 'member', organizationId }
  const invited = await ada.post('/auth/organization/invite-member', invitation)
  expect(invited.status).toBe(200)
  const invitationId = String(invited.body['id'])
  expect((await mailbox.next('bob@example.com', 'invites you')).text).toContain(invitationId)
  const bob = await town.arrive('Bob')
  expect((await bob.post('/auth/organization/accept-invitation', { invitationId })).status).toBe(200)
  const membership = await bob.get('/auth/organization/get-active-member')
  expect(membership.body).toMatchObject({ organizationId, role: 'member' })

  const enabled = await ada.post('/auth/two-factor/enable', { password: PASSWORD })
  const uri = String(enabled.body['totpURI'])
  expect((await ada.post('/auth/two-factor/verify-totp', { code: totp(uri) })).status).toBe(200)
  await ada.post('/auth/sign-out')
  expect((await ada.get('/auth/get-session')).body).toEqual({})

  const half = await ada.post('/auth/sign-in/email', account)
  expect(half.body).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp', 'otp'] })
  expect((await ada.get('/auth/get-session')).body).toEqual({})
  expect((await ada.post('/auth/two-factor/verify-totp', { code: totp(uri, 1) })).status).toBe(200)
  expect(at((await ada.get('/auth/get-session')).body, 'user', 'email')).toBe('ada@example.com')

  const phone = makeVisitor(medley.url)
  await phone.post('/auth/sign-in/email', account)
  const code = String(at(enabled.body, 'backupCodes', 0))
  expect((await phone.post('/auth/two-factor/verify-backup-code', { code })).status).toBe(200)

  expect((await bob.post('/v1/keys', { name: 'phone' })).status).toBe(403)
  const key = await phone.post('/v1/keys', { name: 'phone', scopes: ['create', 'read'] })
  expect(key.status).toBe(201)
  const use = { key: String(key.body['secret']) }
  const image = { model: 'sim/image', prompt: 'an engine' }
  expect((await medley.send('POST', '/v1/images/generations', image, use)).status).toBe(402)
  done(await operatorOf(medley).post(`/organisations/${organizationId}/grants`, { credits: '10', reason: 'welcome' }))
  const task = done(await medley.send('POST', '/v1/images/generations', image, use))
  const seen = await medley.send('GET', `/v1/tasks/${String(task['task_id'])}`, undefined, use)
  expect(seen.status).toBe(200)
  expect((await phone.post(`/v1/keys/${String(key.body['id'])}/revoke`)).status).toBe(200)
  await until(async () => ((await medley.send('GET', '/v1/tasks', undefined, use)).status === 401 ? true : null))
})

test('a backup code works once, and is kept as a hash', async () => {
  const carol = await town.settle('Carol')
  const enabled = await carol.post('/auth/two-factor/enable', { password: PASSWORD })
  await carol.post('/auth/two-factor/verify-totp', { code: totp(String(enabled.body['totpURI'])) })
  const codes = enabled.body['backupCodes']
  expect(codes).toHaveLength(10)
  const code = String(at(codes, 3))
  const [kept] = await town.medley.database.query<{ backup_codes: string }>(
    'test-codes',
    'select backup_codes from two_factors t join users u on u.id = t.user_id where u.email = $1',
    ['carol@example.com'],
  )
  expect(kept?.backup_codes).not.toContain(code)
  expect(JSON.parse(kept?.backup_codes ?? '')).toHaveLength(10)
  for (const [stored, status] of [
    [JSON.parse(kept?.backup_codes ?? '')[0], 401],
    [code, 200],
    [code, 401],
    [String(at(codes, 4)), 200],
  ] as const) {
    const visitor = makeVisitor(town.medley.url)
    await visitor.post('/auth/sign-in/email', { email: 'carol@example.com', password: PASSWORD })
    expect((await visitor.post('/auth/two-factor/verify-backup-code', { code: stored })).status).toBe(status)
  }
})

test('codes come by mail to who has no app, who gets backup codes too', async () => {
  const dora = await town.settle('Dora')
  expect((await dora.post('/auth/two-factor/enable', { password: PASSWORD, method: 'otp' })).status).toBe(200)
  const backup = await dora.post('/auth/two-factor/generate-backup-codes', { password: PASSWORD })
  const visitor = makeVisitor(town.medley.url)
  const half = await visitor.post('/auth/sign-in/email', { email: 'dora@example.com', password: PASSWORD })
  expect(half.body).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['otp'] })
  await visitor.post('/auth/two-factor/send-otp')
  const { text } = await town.mailbox.next('dora@example.com', 'your code is')
  const code = /code is (\d{6})/.exec(text)?.[1] ?? ''
  expect((await visitor.post('/auth/two-factor/verify-otp', { code })).status).toBe(200)

  const other = makeVisitor(town.medley.url)
  await other.post('/auth/sign-in/email', { email: 'dora@example.com', password: PASSWORD })
  const [first] = [String(at(backup.body, 'backupCodes', 0))]
  expect((await other.post('/auth/two-factor/verify-backup-code', { code: first })).status).toBe(200)
})

test('a forgotten password: the mailed token sets a new one, once, and ends all sessions', async () => {
  const erin = await town.settle('Erin')
  await erin.post('/auth/request-password-reset', { email: 'erin@example.com' })
  const { text } = await town.mailbox.next('erin@example.com', 'token')
  const token = /asked for one: (\S+)/.exec(text)?.[1] ?? ''
  const body = { token, newPassword: 'a new horse battery' }
  expect((await makeVisitor(town.medley.url).post('/auth/reset-password', body)).status).toBe(200)
  expect((await makeVisitor(town.medley.url).post('/auth/reset-password', body)).status).toBe(400)
  expect((await erin.get('/auth/get-session')).body).toEqual({})
  expect((await erin.post('/auth/sign-in/email', { email: 'erin@example.com', password: PASSWORD })).status).toBe(401)
  const renewed = { email: 'erin@example.com', password: 'a new horse battery' }
  expect((await erin.post('/auth/sign-in/email', renewed)).status).toBe(200)
})
