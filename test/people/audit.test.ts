import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonValue } from '../../src/lib/json.ts'
import { makeVisitor, type Visitor } from '../helpers/make-visitor.ts'
import { dataOf, done, operatorOf } from '../helpers/operator.ts'
import { at } from '../helpers/start-medley.ts'
import { emailOf, PASSWORD, startTown, type Town } from '../helpers/start-town.ts'
import { totp } from '../helpers/totp.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

/** What the log says that this person did, in order. */
async function actsOf(name: string): Promise<JsonValue[][]> {
  const lines = dataOf(done(await operatorOf(town.medley).get('/audit-log?limit=200')))
  return lines
    .filter((line) => at(line, 'actor', 'name') === emailOf(name))
    .map((line) => [line['action'] ?? null, line['details'] ?? null])
    .toReversed()
}

const signIn = (visitor: Visitor, name: string, password = PASSWORD) =>
  visitor.post('/auth/sign-in/email', { email: emailOf(name), password })

test('signing in, by whatever factor, is written down once it has succeeded; half of it and wrong ones are not', async () => {
  const ida = await town.settle('Ida')
  await signIn(ida, 'Ida', 'a wrong password')
  const enabled = await ida.post('/auth/two-factor/enable', { password: PASSWORD })
  const uri = String(enabled.body['totpURI'])
  await ida.post('/auth/two-factor/verify-totp', { code: totp(uri) })
  const phone = makeVisitor(town.medley.url, { roams: true })
  await signIn(phone, 'Ida')
  await phone.post('/auth/two-factor/verify-totp', { code: '000000' })
  expect((await phone.post('/auth/two-factor/verify-totp', { code: totp(uri, 1) })).status).toBe(200)
  const other = makeVisitor(town.medley.url, { roams: true })
  await signIn(other, 'Ida')
  const code = String(at(enabled.body, 'backupCodes', 0))
  expect((await other.post('/auth/two-factor/verify-backup-code', { code })).status).toBe(200)
  await other.post('/auth/two-factor/disable', { password: PASSWORD })
  expect(await actsOf('Ida')).toEqual([
    ['person.sign_in', { factor: 'password' }],
    ['person.second_factor', { enabled: true }],
    ['person.sign_in', { factor: 'totp' }],
    ['person.sign_in', { factor: 'backup-code' }],
    ['person.second_factor', { enabled: false }],
  ])
})

test('a change of password and a reset are written down, with where they came from and never with a password', async () => {
  const jon = await town.settle('Jon')
  const wrong = { currentPassword: 'a wrong password', newPassword: 'another horse battery' }
  await jon.post('/auth/change-password', wrong)
  expect((await jon.post('/auth/change-password', { ...wrong, currentPassword: PASSWORD })).status).toBe(200)
  await jon.post('/auth/request-password-reset', { email: emailOf('Jon') })
  const { text } = await town.mailbox.next(emailOf('Jon'), 'token')
  const token = /asked for one: (\S+)/.exec(text)?.[1] ?? ''
  const asked = { token, newPassword: 'a third horse battery' }
  const elsewhere = { 'x-forwarded-for': '203.0.113.7', 'x-request-id': 'reset-of-jon' }
  expect((await makeVisitor(town.medley.url).post('/auth/reset-password', asked, elsewhere)).status).toBe(200)
  expect(await actsOf('Jon')).toEqual([
    ['person.sign_in', { factor: 'password' }],
    ['person.password', { by: 'change' }],
    ['person.password', { by: 'reset' }],
  ])
  const log = done(await operatorOf(town.medley).get('/audit-log?limit=1'))
  const [line] = dataOf(log)
  expect(line).toMatchObject({ address: '203.0.113.7', request_id: 'reset-of-jon' })
  expect(JSON.stringify(log)).not.toContain('horse')
})

test('what people do to their organisation is written down there: who came, who went, and who became what', async () => {
  const kim = await town.settle('Kim')
  const organizationId = await town.found(kim, 'kims')
  const lee = await town.join(kim, organizationId, 'Lee', 'member')
  await lee.post('/auth/organization/invite-member', { organizationId, email: 'x@example.com', role: 'member' })
  const members = (await kim.get(`/auth/organization/list-members?organizationId=${organizationId}`)).body['members']
  const member = (Array.isArray(members) ? members : []).find((one) => at(one, 'user', 'email') === emailOf('Lee'))
  const memberId = String(at(member ?? null, 'id'))
  await kim.post('/auth/organization/update-member-role', { organizationId, memberId, role: 'admin' })
  await kim.post('/auth/organization/update', { organizationId, data: { name: 'Kim & Lee' } })
  await signIn(lee, 'Lee')
  const invited = { organizationId, email: 'max@example.com', role: 'auditor' }
  const { body: invitation } = await lee.post('/auth/organization/invite-member', invited)
  await lee.post('/auth/organization/cancel-invitation', { invitationId: String(invitation['id']) })
  await lee.post('/auth/organization/leave', { organizationId })
  await town.join(kim, organizationId, 'Ned', 'member')
  await kim.post('/auth/organization/remove-member', { organizationId, memberIdOrEmail: emailOf('Ned') })
  expect(await actsOf('Kim')).toEqual([
    ['person.sign_in', { factor: 'password' }],
    ['organisation.create', { name: 'kims', slug: 'kims' }],
    ['member.invite', { email: emailOf('Lee'), role: 'member' }],
    ['member.role', { role: 'admin' }],
    ['organisation.rename', { name: 'Kim & Lee', slug: 'kims' }],
    ['member.invite', { email: emailOf('Ned'), role: 'member' }],
    ['member.remove', { role: 'member' }],
  ])
  expect(await actsOf('Lee')).toEqual([
    ['person.sign_in', { factor: 'password' }],
    ['member.join', { role: 'member' }],
    ['person.sign_in', { factor: 'password' }],
    ['member.invite', { email: 'max@example.com', role: 'auditor' }],
    ['member.uninvite', { email: 'max@example.com', role: 'auditor' }],
    ['member.leave', { role: 'admin' }],
  ])
  const [organisation] = dataOf(done(await operatorOf(town.medley).get('/organisations?limit=1')))
  const lines = dataOf(
    done(await operatorOf(town.medley).get(`/audit-log?organisation_id=${String(organisation?.['id'])}&limit=200`)),
  )
  const memberLines = lines.filter((line) => String(line['action']).startsWith('member.'))
  expect(memberLines).toHaveLength(9)
  expect(memberLines.map((line) => String(line['subject']).slice(0, 4)).toSorted()[0]).toMatch(/^(?:inv_|usr_)/)
})
