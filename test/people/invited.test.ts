import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { changePerson } from '../../src/core/manage-people.ts'
import { COMMAND_LINE } from '../../src/domain/audit.ts'
import { makeLog } from '../../src/lib/log.ts'
import { makePeople, type People } from '../../src/people/make-people.ts'
import { createPerson, findPersonId } from '../../src/store/people.ts'
import { findOrganisation } from '../../src/store/accounts.ts'
import { readInstallation } from '../../src/store/installation.ts'
import { makeVisitor, type Visitor } from '../helpers/make-visitor.ts'
import { until } from '../helpers/start-medley.ts'
import { emailOf, linkIn, PASSWORD, startTown, type Town } from '../helpers/start-town.ts'

let town: Town
let gateway: Server
const texts: { to: string; body: string }[] = []
let owner: Visitor
let organizationId: string

beforeAll(async () => {
  gateway = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const form = new URLSearchParams(body)
    texts.push({ to: form.get('To') ?? '', body: form.get('Body') ?? '' })
    response.writeHead(201).end()
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  const { port } = gateway.address() as AddressInfo
  town = await startTown({
    MEDLEY_SIGN_UP: 'invited',
    MEDLEY_SMS_URL: `http://AC1:token@127.0.0.1:${port}/Messages.json?From=%2B15550100`,
  })
  const { database } = town.medley
  const organisation = await findOrganisation(database, 'default')
  organizationId = organisation?.id ?? ''
  const made = { email: emailOf('Owner'), name: 'Owner', organisation: organizationId, role: 'owner' }
  await createPerson(database, { ...made, passwordHash: await hashPassword(PASSWORD) })
  owner = makeVisitor(town.medley.url, { roams: true })
  await owner.post('/auth/sign-in/email', { email: emailOf('Owner'), password: PASSWORD })
})
afterAll(async () => {
  await town.stop()
  gateway.close()
})

async function codeFor(number: string): Promise<string> {
  const text = await until(async () => texts.find(({ to }) => to === number) ?? null)
  texts.splice(texts.indexOf(text), 1)
  return /^\d+/.exec(text.body)?.[0] ?? ''
}

test('without an invitation of one’s own nobody signs up, and all are told the same', async () => {
  const invite = { email: 'guest@example.com', role: 'member', organizationId }
  const invited = await owner.post('/auth/organization/invite-member', invite)
  const invitationId = String(invited.body['id'])
  const visitor = makeVisitor(town.medley.url, { roams: true })
  const signUp = (email: string, id?: string) =>
    visitor.post('/auth/sign-up/email', {
      name: 'Guest',
      email,
      password: PASSWORD,
      ...(id === undefined ? {} : { invitationId: id }),
    })
  const refused = await signUp('stranger@example.com')
  expect([refused.status, refused.body['code']]).toEqual([403, 'INVITATION_REQUIRED'])
  for (const [email, id] of [
    ['guest@example.com', undefined],
    [emailOf('Owner'), undefined],
    [emailOf('Owner'), invitationId],
    ['stranger@example.com', invitationId],
    ['guest@example.com', '00000000-0000-0000-0000-000000000000'],
    ['guest@example.com', "' or true --"],
  ] as const) {
    expect(await signUp(email, id)).toMatchObject({ status: 403, body: refused.body })
  }
  expect((await signUp('guest@example.com', invitationId)).status).toBe(200)
  await visitor.get(linkIn((await town.mailbox.next('guest@example.com', 'Confirm')).text))
  await visitor.post('/auth/sign-in/email', { email: 'guest@example.com', password: PASSWORD })
  expect((await visitor.post('/auth/organization/accept-invitation', { invitationId })).status).toBe(200)
  expect(await signUp('guest@example.com', invitationId)).toMatchObject({ status: 403, body: refused.body })
})

test('a number is confirmed by a code; then sign-in codes come as text messages to who asks for them so', async () => {
  const phoneNumber = '+4915550123'
  const stranger = makeVisitor(town.medley.url)
  expect((await stranger.post('/auth/phone-number/send-otp', { phoneNumber })).status).toBe(401)
  expect((await stranger.post('/auth/phone-number/verify', { phoneNumber, code: '1' })).status).toBe(401)
  expect((await owner.post('/auth/phone-number/send-otp', { phoneNumber: '555' })).status).toBe(400)
  expect((await owner.post('/auth/phone-number/send-otp', { phoneNumber })).status).toBe(200)
  const confirm = { phoneNumber, code: await codeFor(phoneNumber) }
  expect((await owner.post('/auth/phone-number/verify', confirm)).status).toBe(200)
  await owner.post('/auth/two-factor/enable', { password: PASSWORD, method: 'otp' })

  const visitor = makeVisitor(town.medley.url, { roams: true })
  await visitor.post('/auth/sign-in/email', { email: emailOf('Owner'), password: PASSWORD })
  expect((await visitor.post('/auth/two-factor/send-otp?by=sms')).status).toBe(200)
  const code = await codeFor(phoneNumber)
  expect((await visitor.post('/auth/two-factor/verify-otp', { code })).status).toBe(200)
  expect((await visitor.post('/auth/two-factor/disable', { password: PASSWORD })).status).toBe(200)
})

test('who is signed in is known by the cookie, with the role as it is now; an operator is made outside and signs in anew', async () => {
  const { database, url } = town.medley
  const people = await makeOther()
  const sam = makeVisitor(url, { roams: true })
  await createPerson(database, {
    email: emailOf('Sam'),
    name: 'Sam',
    organisation: organizationId,
    role: 'member',
    passwordHash: await hashPassword(PASSWORD),
  })
  const signIn = () => sam.post('/auth/sign-in/email', { email: emailOf('Sam'), password: PASSWORD })
  const seen = () =>
    people.sessionOf(new Headers({ cookie: [...sam.cookies].map((pair) => pair.join('=')).join('; ') }))
  expect(await seen()).toBeNull()
  await signIn()
  expect(await seen()).toMatchObject({
    email: emailOf('Sam'),
    operator: false,
    organisation: { id: organizationId, number: 1, role: 'member' },
  })
  await database.query(
    'test-role',
    `update members m set role = 'auditor' from users u where u.id = m.user_id and u.email = $1`,
    [emailOf('Sam')],
  )
  expect((await seen())?.organisation?.role).toBe('auditor')
  const id = await findPersonId(database, emailOf('Sam'))
  await changePerson(database, COMMAND_LINE, id, { operator: true, locked: null })
  expect(await seen()).toBeNull()
  await signIn()
  expect((await seen())?.operator).toBe(true)
  await database.query('test-leave', 'delete from members m using users u where u.id = m.user_id and u.email = $1', [
    emailOf('Sam'),
  ])
  expect((await seen())?.organisation).toBeNull()

  const forged = [...sam.cookies].map(([name, value]) => `${name}=${value.slice(0, -3)}AAA`).join('; ')
  expect(await people.sessionOf(new Headers({ cookie: forged }))).toBeNull()
  expect(people.isOwnOrigin(new Headers({ origin: url }))).toBe(true)
  for (const origin of ['https://evil.example', 'null', `${url}.evil.example`]) {
    expect(people.isOwnOrigin(new Headers({ origin }))).toBe(false)
  }
  expect(people.isOwnOrigin(new Headers())).toBe(false)
})

test('behind an https URL with a path cookies are secure, and only pages of that origin count', async () => {
  const publicUrl = 'https://media.example.com/gateway'
  const people = await makeOther(publicUrl)
  const post = (path: string, headers: Record<string, string>, body: object = {}) =>
    people.answer(
      new Request(`${publicUrl}/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    )
  const origin = 'https://media.example.com'
  const { headers } = await post('sign-in/email', { origin }, { email: emailOf('Owner'), password: PASSWORD })
  const [cookie = ''] = headers.getSetCookie()
  expect(cookie).toMatch(/^__Secure-medley\.session_token=.*; HttpOnly; Secure; SameSite=Lax/)
  const signed = { cookie: cookie.split(';')[0] ?? '' }
  for (const wrong of [town.medley.url, 'http://media.example.com', 'https://media.example.com.evil.example']) {
    expect((await post('sign-out', { ...signed, origin: wrong })).status).toBe(403)
  }
  expect((await post('sign-out', { ...signed, origin })).status).toBe(200)
})

/** As another process of the installation has them. */
async function makeOther(publicUrl = town.medley.url): Promise<People> {
  const { database } = town.medley
  const { secret } = await readInstallation(database)
  return makePeople({
    sql: database,
    pool: database.openPool('people'),
    newId: () => '',
    log: makeLog('silent'),
    publicUrl: () => publicUrl,
    installationSecret: secret,
    secret: null,
    signUp: 'invited',
    canMail: false,
    canText: false,
  })
}
