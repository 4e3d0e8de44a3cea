import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { afterEach, expect, test } from 'vitest'

import { makeLog } from '../../src/lib/log.ts'
import { makeUuidV7 } from '../../src/lib/ids.ts'
import { makePostman, type Postman } from '../../src/mail/make-postman.ts'
import { makeTexter } from '../../src/mail/make-texter.ts'
import { code } from '../../src/mail/templates/code.ts'
import { deliverOutbox } from '../../src/people/deliver-outbox.ts'
import { makeOutbox } from '../../src/people/outbox.ts'
import { clearOutbox, claimEmailTasks, listEmailTasks, settleOutboxTask } from '../../src/store/outbox.ts'
import { startMailbox, type Mailbox } from '../helpers/start-mailbox.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

interface Place {
  testDatabase: TestDatabase
  mailbox: Mailbox
  postman: Postman
  lines: string[]
  /** Puts a mail with a code into the outbox. */
  put(email: string): Promise<void>
  deliver(): Promise<number>
  mails(): ReturnType<typeof listEmailTasks>
  /** As if the next try were due. */
  hurry(): Promise<unknown>
}

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function makePlace(): Promise<Place> {
  const testDatabase = await makeTestDatabase()
  stops.push(testDatabase.drop)
  const mailbox = await startMailbox()
  stops.push(mailbox.stop)
  const postman = makePostman({ url: mailbox.url, from: 'Medley <medley@example.com>' })
  stops.push(async () => postman.close())
  const lines: string[] = []
  const log = makeLog('debug', { write: (line: string) => lines.push(line) })
  const { database: sql } = testDatabase
  const outbox = makeOutbox({ sql, newId: makeUuidV7(Date.now), log, canMail: true, canText: false })
  return {
    testDatabase,
    mailbox,
    postman,
    lines,
    put: (email) => outbox.mail({ user: null, email }, code({ name: 'Ada', code: '314159' })),
    deliver: () => deliverOutbox({ sql, log }, { postman, texter: null }),
    mails: () => listEmailTasks(sql, { before: null, status: null, limit: 10 }),
    hurry: () =>
      sql.query('test-hurry', 'update email_tasks set scheduled_at = now() where scheduled_at is not null', []),
  }
}

test('a mail arrives in text and HTML, and its row says so', async () => {
  const { put, deliver, mails, mailbox } = await makePlace()
  await put('ada@example.com')
  expect(await deliver()).toBe(1)
  const mail = await mailbox.next('ada@example.com', 'your code is 314159')
  expect(mail.raw).toMatch(/text\/plain[^]*text\/html/)
  const [row] = await mails()
  expect(row).toMatchObject({ status: 'COMPLETED', attempts: 1, retry_count: 0, template: 'code', error_message: null })
  expect(row?.sent_at).toBeTypeOf('number')
  expect(mail.raw).toContain(`Message-ID: <${row?.id}@medley>`)
  expect(await deliver()).toBe(0)
})

test('a server that is away gets it later, under the same Message-ID; each attempt is counted', async () => {
  const { put, deliver, mails, mailbox, hurry } = await makePlace()
  await put('ada@example.com')
  mailbox.refuse({ code: 451, message: 'try later' })
  const begun = Date.now()
  await deliver()
  const [waiting] = await mails()
  expect(waiting).toMatchObject({ status: 'PENDING', attempts: 1, error_message: 'SMTP 451', sent_at: null })
  expect((waiting?.scheduled_at ?? 0) - begun).toBeGreaterThan(5000)
  expect(await deliver()).toBe(0)
  await hurry()
  mailbox.refuse(null)
  await deliver()
  expect((await mails())[0]).toMatchObject({ status: 'COMPLETED', attempts: 2, retry_count: 1 })
  expect((await mailbox.next('ada@example.com', 'code')).raw).toContain(`<${waiting?.id}@medley>`)
})

test('what is refused for good, or failed nine times, is given up where everybody sees it', async () => {
  const { put, deliver, mails, mailbox, hurry, lines } = await makePlace()
  await put('gone@example.com')
  mailbox.refuse({ code: 550, message: 'no such user gone@example.com' })
  await deliver()
  expect((await mails())[0]).toMatchObject({
    status: 'FAILED',
    attempts: 1,
    error_message: 'SMTP 550',
    scheduled_at: null,
  })
  await put('slow@example.com')
  mailbox.refuse({ code: 421, message: 'busy' })
  for (let tries = 0; tries < 9; tries += 1) {
    await hurry()
    await deliver()
  }
  expect((await mails())[0]).toMatchObject({ status: 'FAILED', attempts: 9, retry_count: 8, error_message: 'SMTP 421' })
  expect(lines.filter((line) => line.includes('message given up'))).toHaveLength(2)
  expect(lines.join('')).not.toMatch(/314159|example\.com/)
})

test('what a worker took to its grave goes out again; its late word then changes nothing', async () => {
  const { put, deliver, mails, hurry, testDatabase } = await makePlace()
  await put('ada@example.com')
  const [dead] = await claimEmailTasks(testDatabase.database, { limit: 5, claimSeconds: 60 })
  expect(await deliver()).toBe(0)
  await hurry()
  expect(await deliver()).toBe(1)
  expect((await mails())[0]).toMatchObject({ status: 'COMPLETED', attempts: 2 })
  await settleOutboxTask(testDatabase.database, 'email_tasks', dead ?? { id: '', attempts: 0 }, {
    kind: 'failed',
    error: 'late',
  })
  expect((await mails())[0]).toMatchObject({ status: 'COMPLETED', error_message: null })
})

test('many workers at once send each mail once', async () => {
  const { put, deliver, mailbox } = await makePlace()
  const all = Array.from({ length: 40 }, (_, n) => `n${n}@example.com`)
  for (const email of all) await put(email)
  const sent = await Promise.all([deliver(), deliver(), deliver(), deliver()])
  expect(sent.reduce((sum, n) => sum + n)).toBe(40)
  expect(mailbox.mails.map(({ to }) => to).toSorted()).toEqual(all.toSorted())
})

test('links and codes are cleared a day after the end, and of nothing that still waits', async () => {
  const { put, deliver, mails, testDatabase } = await makePlace()
  await put('done@example.com')
  await deliver()
  await put('waiting@example.com')
  await clearOutbox(testDatabase.database)
  expect((await mails()).map(({ payload }) => payload.includes('314159'))).toEqual([true, true])
  await testDatabase.database.query('test-age', `update email_tasks set updated_at = now() - interval '25 hours'`, [])
  await clearOutbox(testDatabase.database)
  expect((await mails()).map(({ to, payload }) => [to, payload.includes('314159')])).toEqual([
    ['waiting@example.com', true],
    ['done@example.com', false],
  ])
})

test("text messages go out in Twilio's form; what the gateway refuses is given up", async () => {
  const { testDatabase } = await makePlace()
  const { database: sql } = testDatabase
  const requests: {
    authorization: string | undefined
    type: string | undefined
    form: URLSearchParams
    url: string
  }[] = []
  let status = 201
  const gateway = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { authorization, 'content-type': type } = request.headers
    requests.push({ authorization, type, form: new URLSearchParams(body), url: request.url ?? '' })
    response.writeHead(status).end('{}')
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  stops.push(async () => gateway.close())
  const { port } = gateway.address() as AddressInfo
  const texter = makeTexter(
    `http://AC1:to%2Fken@127.0.0.1:${port}/2010-04-01/Accounts/AC1/Messages.json?From=%2B15550100`,
  )
  stops.push(texter.close)
  const log = makeLog('silent')
  const outbox = makeOutbox({ sql, newId: makeUuidV7(Date.now), log, canMail: true, canText: true })
  await outbox.text({ user: null, phoneNumber: '+4915550199' }, '271828')
  expect(await deliverOutbox({ sql, log }, { postman: null, texter })).toBe(1)
  expect(requests[0]).toMatchObject({
    authorization: `Basic ${Buffer.from('AC1:to/ken').toString('base64')}`,
    type: 'application/x-www-form-urlencoded',
    url: '/2010-04-01/Accounts/AC1/Messages.json',
  })
  expect(Object.fromEntries(requests[0]?.form ?? [])).toEqual({
    To: '+4915550199',
    From: '+15550100',
    Body: '271828 is your Medley code.',
  })
  status = 400
  await outbox.text({ user: null, phoneNumber: '+4915550199' }, '1')
  await deliverOutbox({ sql, log }, { postman: null, texter })
  const rows = await sql.query('test-sms', 'select status, error_message from sms_tasks order by id', [])
  expect(rows).toEqual([
    { status: 'COMPLETED', error_message: null },
    { status: 'FAILED', error_message: 'HTTP 400' },
  ])
})
