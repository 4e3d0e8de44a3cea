import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { JsonValue } from '../../src/lib/json.ts'
import type { Visitor } from '../helpers/make-visitor.ts'
import { emailOf, startTown, type Town } from '../helpers/start-town.ts'

/** Tries one thing; answers whether it was allowed. */
type Try = (visitor: Visitor) => Promise<boolean>

const ROLES = ['owner', 'admin', 'member', 'auditor'] as const

let town: Town
let organizationId: string
let people: Record<(typeof ROLES)[number], Visitor>
let strangers = 0

beforeAll(async () => {
  town = await startTown()
  const owner = await town.settle('Owner')
  organizationId = await town.found(owner, 'walk')
  people = {
    owner,
    admin: await town.join(owner, organizationId, 'Admin', 'admin'),
    member: await town.join(owner, organizationId, 'Member', 'member'),
    auditor: await town.join(owner, organizationId, 'Auditor', 'auditor'),
  }
})
afterAll(() => town.stop())

/** Somebody who is in the organisation already, without a visit; answers the member's id. */
async function place(role: string): Promise<string> {
  strangers += 1
  const [row] = await town.medley.database.query<{ id: string }>(
    'test-place',
    `with u as (insert into users (name, email, email_verified) values ('S', $1, true) returning id)
      insert into members (organization_id, user_id, role, created_at) select $2, id, $3, now() from u returning id`,
    [emailOf(`stranger${strangers}`), organizationId, role],
  )
  return row?.id ?? ''
}

function post(path: string, body: Record<string, JsonValue>): Try {
  return async (visitor) =>
    (await visitor.post(`/auth/organization/${path}`, { organizationId, ...body })).status === 200
}

function get(path: string): Try {
  return async (visitor) =>
    (await visitor.get(`/auth/organization/${path}?organizationId=${organizationId}`)).status === 200
}

function invite(role: string): Try {
  strangers += 1
  return post('invite-member', { email: emailOf(`invited${strangers}`), role })
}

/** A key of the organisation's; answers its id. */
async function someKey(): Promise<string> {
  const { body } = await people.owner.post('/v1/keys', { name: 'some' })
  return String(body['id'])
}

/** All of them are allowed, or none is. */
function all(tries: (visitor: Visitor) => Try[]): Try {
  return async (visitor) => {
    const allowed: boolean[] = []
    for (const one of tries(visitor)) allowed.push(await one(visitor))
    expect(new Set(allowed).size).toBe(1)
    return allowed[0] === true
  }
}

function may(...permissions: Record<string, string[]>[]): Try {
  return all(() =>
    permissions.map((one) => async (visitor) => {
      const { body } = await visitor.post('/auth/organization/has-permission', { organizationId, permissions: one })
      return body['success'] === true
    }),
  )
}

const TRIES: Record<string, Try> = {
  'see the organisation and its members': all(() => [get('get-full-organization'), get('list-members')]),
  'rename the organisation': post('update', { data: { name: 'Walked' } }),
  'see invitations': get('list-invitations'),
  'invite a member, an admin, an auditor': all(() => [invite('member'), invite('admin'), invite('auditor')]),
  'invite an owner': async (visitor) => await invite('owner')(visitor),
  'cancel an invitation': async (visitor) => {
    const email = emailOf(`canceled${strangers++}`)
    const made = await people.owner.post('/auth/organization/invite-member', { email, role: 'member', organizationId })
    return await post('cancel-invitation', { invitationId: made.body['id'] ?? '' })(visitor)
  },
  "change a member's role": async (visitor) =>
    await post('update-member-role', { memberId: await place('member'), role: 'auditor' })(visitor),
  'remove a member': async (visitor) =>
    await post('remove-member', { memberIdOrEmail: await place('member') })(visitor),
  'make somebody an owner': async (visitor) =>
    await post('update-member-role', { memberId: await place('member'), role: 'owner' })(visitor),
  "change an owner's role": async (visitor) =>
    await post('update-member-role', { memberId: await place('owner'), role: 'member' })(visitor),
  'remove an owner': async (visitor) => await post('remove-member', { memberIdOrEmail: await place('owner') })(visitor),
  leave: async (visitor) => {
    const left = await post('leave', {})(visitor)
    const role = ROLES.find((one) => people[one] === visitor)
    const email = emailOf(String(role))
    await town.medley.database.query(
      'test-return',
      `insert into members (organization_id, user_id, role, created_at) select $1, id, $2, now() from users where email = $3
        on conflict do nothing`,
      [organizationId, role, email],
    )
    return left
  },
  'delete the organisation': post('delete', {}),
  'see keys': async (visitor) => {
    // Who has left and is back acts for none yet.
    await visitor.post('/auth/organization/set-active', { organizationId })
    return (await visitor.get('/v1/keys')).status === 200
  },
  'make and revoke keys': all(() => [
    async (visitor) => (await visitor.post('/v1/keys', { name: 'walked' })).status === 201,
    async (visitor) => (await visitor.post(`/v1/keys/${await someKey()}/rotate`)).status === 200,
    async (visitor) => (await visitor.post(`/v1/keys/${await someKey()}/revoke`)).status === 200,
  ]),
  'see tasks': may({ task: ['read'] }),
  'make and cancel tasks': may({ task: ['create'] }, { task: ['cancel'] }),
  'see credits and the ledger': may({ billing: ['read'] }),
}

test('what the table of docs/people.md says each role may do is what it may do over HTTP', async () => {
  const page = readFileSync(new URL('../../docs/people.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (.+?) \| (yes|no) \| (yes|no) \| (yes|no) \| (yes|no) \|$/gm)]
  expect(rows.map(([, what]) => what)).toEqual(Object.keys(TRIES))
  // An owner more, so that the one who walks may leave.
  await place('owner')
  for (const [, what = '', ...said] of rows) {
    const found: string[] = []
    for (const role of ROLES) found.push((await TRIES[what]?.(people[role])) === true ? 'yes' : 'no')
    expect(`${what}: ${found.join(' ')}`).toBe(`${what}: ${said.slice(0, 4).join(' ')}`)
  }
})

test('an organisation keeps an owner, also when two leave at the same moment', async () => {
  const first = await town.settle('First')
  const id = await town.found(first, 'two-owners')
  const second = await town.join(first, id, 'Second', 'owner')
  const left = await Promise.all(
    [first, second].map((one) => one.post('/auth/organization/leave', { organizationId: id })),
  )
  expect(left.map(({ status }) => status).toSorted()).toEqual([200, 400])
  const owners = await town.medley.database.query(
    'test-owners',
    `select id from members where organization_id = $1 and role = 'owner'`,
    [id],
  )
  expect(owners).toHaveLength(1)
})
