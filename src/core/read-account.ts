import type { Account, HistoryPage, HistoryQuery, OpenTasks } from '../domain/account.ts'
import { DIALECT_NAMES } from '../domain/task.ts'
import { CAPABILITIES } from '../domain/work.ts'
import { countHistory, countOpenTasks, listHistory, readAccount as readRow } from '../store/account-history.ts'
import { toTask } from '../store/to-task.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'

export async function readAccount(context: Context, { organisation: { number } }: Caller): Promise<Account> {
  const row = await readRow(context.background, number)
  return {
    organisation: { number, name: row.name },
    available: row.available,
    held: row.held,
    granted: row.granted,
    maxActive: row.max_active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** The organisation's open tasks by what they are, whatever dialect made them. */
export async function readOpenTasks(context: Context, caller: Caller): Promise<OpenTasks[]> {
  const rows = await countOpenTasks(context.background, caller.organisation.number)
  return rows.flatMap(({ dialect, capability, asked_model: askedModel, ...counts }) => {
    const name = DIALECT_NAMES[dialect]
    const known = CAPABILITIES.find((candidate) => candidate === capability)
    return name === undefined || known === undefined
      ? []
      : [{ dialect: name, capability: known, askedModel, ...counts }]
  })
}

/** A page of the organisation's tasks, and how many there are in all. */
export async function readHistory(context: Context, caller: Caller, query: HistoryQuery): Promise<HistoryPage> {
  const { number } = caller.organisation
  const [rows, total] = await Promise.all([
    listHistory(context.background, number, query),
    countHistory(context.background, number, query),
  ])
  return { tasks: rows.map((row) => toTask({ ...row, input: '{}' }, caller.organisation)), total }
}
