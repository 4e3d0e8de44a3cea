import { Client } from 'pg'

import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import type { Sql } from '../../src/lib/sql.ts'
import { connectConfig } from '../../src/store/connect-config.ts'

export interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}

/**
 * How statements are really planned and run, nested ones too: in a session set up as the given lane's own connections are,
 * each plan told by the server itself.
 */
export async function explain(
  lane: Sql,
  connection: EmbeddedConnection,
  work: (sql: Sql) => Promise<unknown>,
): Promise<Plan[]> {
  const plans: Plan[] = []
  const settings = await lane.query<{ name: string; setting: string }>(
    'test-settings',
    `select name, current_setting(name) as setting from pg_settings where source = 'client'`,
    [],
  )
  const client = new Client(connectConfig({ connection }, 'test', {}))
  client.on('notice', ({ message = '' }) => {
    const json = /plan:\n(\{.*\})\s*$/s.exec(message)?.[1]
    if (json !== undefined) plans.push(JSON.parse(json).Plan)
  })
  await client.connect()
  try {
    for (const { name, setting } of settings) await client.query('select set_config($1, $2, false)', [name, setting])
    await client.query(`load 'auto_explain'`)
    await client.query('set auto_explain.log_min_duration = 0')
    await client.query('set auto_explain.log_nested_statements = on')
    await client.query('set auto_explain.log_format = json')
    await client.query('set auto_explain.log_analyze = on')
    await client.query('set auto_explain.log_buffers = on')
    await client.query('set client_min_messages = log')
    await work({
      query: async (name, text, values) => (await client.query({ name, text, values: [...values] })).rows,
    })
  } finally {
    await client.end()
  }
  return plans
}

/** Every node of a plan, from the top. */
export function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}
