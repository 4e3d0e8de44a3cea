import { hashPassword } from 'better-auth/crypto'

import { createPerson } from '../../src/store/people.ts'
import { makeVisitor, type Visitor } from './make-visitor.ts'
import { startMailbox, type Mailbox } from './start-mailbox.ts'
import { startMedley, type TestMedley } from './start-medley.ts'

export const PASSWORD = 'correct horse battery'

/** A gateway with people on it, and the mail server that it uses. */
export interface Town {
  medley: TestMedley
  mailbox: Mailbox
  /** Signs up, confirms the address, signs in. */
  arrive(name: string): Promise<Visitor>
  /** Is there already, with an address that somebody vouched for, and signs in. */
  settle(name: string): Promise<Visitor>
  /** An organisation of this person; answers its id. */
  found(owner: Visitor, slug: string): Promise<string>
  /** Invites and accepts. */
  join(owner: Visitor, organizationId: string, name: string, role: string): Promise<Visitor>
  stop(): Promise<void>
}

/** Hashed once: it is the checking of passwords that tests are about. */
let passwordHash: Promise<string> | null = null

export async function startTown(env: Record<string, string> = {}): Promise<Town> {
  const mailbox = await startMailbox()
  const medley = await startMedley({
    env: {
      MEDLEY_SIGN_UP: 'open',
      MEDLEY_SMTP_URL: mailbox.url,
      MEDLEY_MAIL_FROM: 'Medley <medley@example.com>',
      MEDLEY_TRUSTED_PROXIES: '127.0.0.1',
      ...env,
    },
  })

  async function settle(name: string): Promise<Visitor> {
    const visitor = makeVisitor(medley.url, { roams: true })
    const email = emailOf(name)
    passwordHash ??= hashPassword(PASSWORD)
    const person = { email, name, passwordHash: await passwordHash, organisation: null, role: null }
    if ((await createPerson(medley.database, person)) === null) throw new Error(`there is a ${name} already`)
    expectOk(await visitor.post('/auth/sign-in/email', { email, password: PASSWORD }))
    return visitor
  }

  async function arrive(name: string): Promise<Visitor> {
    const visitor = makeVisitor(medley.url, { roams: true })
    const email = emailOf(name)
    expectOk(await visitor.post('/auth/sign-up/email', { name, email, password: PASSWORD }))
    await visitor.get(linkIn((await mailbox.next(email, 'Confirm')).text))
    expectOk(await visitor.post('/auth/sign-in/email', { email, password: PASSWORD }))
    return visitor
  }
  return {
    medley,
    mailbox,
    settle,
    arrive,
    async found(owner, slug) {
      return String(expectOk(await owner.post('/auth/organization/create', { name: slug, slug }))['id'])
    },
    async join(owner, organizationId, name, role) {
      const invitation = { email: emailOf(name), role, organizationId }
      const { id } = expectOk(await owner.post('/auth/organization/invite-member', invitation))
      const visitor = await settle(name)
      expectOk(await visitor.post('/auth/organization/accept-invitation', { invitationId: String(id) }))
      return visitor
    },
    async stop() {
      await medley.stop()
      await mailbox.stop()
    },
  }
}

export function emailOf(name: string): string {
  return `${name.toLowerCase()}@example.com`
}

/** The first link of a mail. */
export function linkIn(text: string): string {
  return /https?:\/\/\S+/.exec(text)?.[0] ?? ''
}

function expectOk({
  status,
  body,
}: Awaited<ReturnType<Visitor['post']>>): Awaited<ReturnType<Visitor['post']>>['body'] {
  if (status !== 200) throw new Error(`answered ${status} ${JSON.stringify(body)}`)
  return body
}
