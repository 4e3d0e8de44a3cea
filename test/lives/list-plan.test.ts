import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Caller } from '../../src/core/create-task.ts'
import type { ListQuery } from '../../src/domain/dialect.ts'
import { listTasks } from '../../src/store/list-tasks.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { explain, nodesOf } from '../helpers/explain.ts'

const TASKS = 50_000
const PAGE = 21

let core: Core
let owner: Caller
beforeAll(async () => {
  core = await makeCore()
  owner = await core.makeOrganisation(1)
  await core.database.withSession(async (session) => {
    await session.execute(
      `with born as (
          select n, uuidv7(($2 - n) * interval '-1 second') as id from generate_series(1, $2::int) as n),
        payload as (insert into task_payloads (task, input, work, extras) select id, '{}', '{}', '{}' from born)
        insert into tasks (id, organisation, place, dialect, capability, asked_model, model_key, priority, price_lines, held,
            created_at, updated_at, status_changed_at, keep_until)
          select id, $1::int, n, 1, 'image.generate', 'sim/image', 'sim/image', 5, '[]', 0, now(), now(), now(), now() from born`,
      [owner.organisation.number, TASKS],
    )
    await session.execute('analyze tasks, task_payloads')
  })
})
afterAll(() => core.stop())

type Asked = Pick<ListQuery, 'statuses' | 'capability' | 'createdAfter' | 'createdBefore' | 'order'>
const newest: Asked = { statuses: null, capability: null, createdAfter: null, createdBefore: null, order: 'desc' }
const PAGES: readonly { what: string; asked: Asked; after: number | null }[] = [
  { what: 'the newest', asked: newest, after: null },
  { what: 'the oldest', asked: { ...newest, order: 'asc' }, after: null },
  { what: 'those far back', asked: newest, after: TASKS / 2 },
  {
    what: 'a status and a kind',
    asked: { ...newest, statuses: ['queued'], capability: 'image.generate' },
    after: null,
  },
  { what: 'the last day', asked: { ...newest, createdAfter: Date.now() - 86_400_000 }, after: null },
]

test.each(PAGES)('of 50,000 tasks of an organisation a page of $what reads a page, by the index', async (page) => {
  const { asked, after } = page
  // Often enough on one connection that PostgreSQL would come to prefer a plan for any question.
  const plans = await explain(core.database.background, core.testDatabase.connection, async (sql) => {
    for (let n = 0; n < 7; n += 1) await listTasks(sql, owner.organisation.number, asked, { after, limit: PAGE })
  })
  const plan = only(plans.splice(6))
  expect(plan).toMatchObject({ 'Node Type': 'Limit', 'Actual Rows': PAGE })
  const nodes = nodesOf(plan)
  const ofTasks = nodes.filter((node) => node['Relation Name']?.startsWith('tasks_'))
  expect(ofTasks.length).toBeGreaterThan(0)
  for (const node of ofTasks) {
    // A partition's part of tasks_by_organisation.
    expect([node['Node Type'], node['Index Name']]).toEqual([
      'Index Scan',
      expect.stringMatching(/_organisation_place_idx$/),
    ])
  }
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
  // No node sees more than the page. All the tasks lie on more than a thousand blocks.
  expect(Math.max(...nodes.map((node) => node['Actual Rows'] * node['Actual Loops']))).toBeLessThanOrEqual(PAGE)
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(10 * PAGE)
})
