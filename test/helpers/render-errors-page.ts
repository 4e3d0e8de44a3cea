import catalogueFile from '../../catalogue/models.json' with { type: 'json' }
import { beatra } from '../../src/dialects/beatra/dialect.ts'
import { omnapi } from '../../src/dialects/omnapi/dialect.ts'
import { piapi } from '../../src/dialects/piapi/dialect.ts'
import { parseCatalogue } from '../../src/domain/catalogue.ts'
import type { Dialect, WireResponse } from '../../src/domain/dialect.ts'
import { ERRORS, GatewayError, type ErrorCode } from '../../src/domain/errors.ts'
import { TASK_ERROR_CODES, type Task, type TaskErrorCode } from '../../src/domain/task.ts'
import { blankTask } from '../../src/domain/test-task.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { at } from './start-medley.ts'

const DIALECTS: readonly Dialect[] = [omnapi, beatra, piapi]

const MEANINGS: Readonly<Record<TaskErrorCode, string>> = {
  provider_error: 'The provider failed, or delivered no result.',
  provider_timeout: 'It was not started or not finished in time.',
  content_rejected: 'The provider refuses such content.',
  invalid_input: 'The provider refuses the input.',
  upstream_outcome_unknown: 'Nobody can tell whether the provider did the work; it is never sent again.',
  internal_error: 'The fault is in the gateway.',
}

/** docs/errors.md as it has to be: the table of `src/domain/errors.ts`, and what each dialect makes of it. */
export function renderErrorsPage(): string {
  const refusals = Object.keys(ERRORS).filter(isErrorCode).map(refusalRow)
  return [
    '# Errors',
    '',
    'This page is made from the table in `src/domain/errors.ts` and from what the dialects make of it; a test keeps it so. To',
    'change it, change the table, then run `npm test -- test/docs.test.ts -u`.',
    '',
    '## Requests that are refused',
    '',
    'Which envelope an answer has depends on its path alone ([record 10](decisions/0010-the-path-decides-the-envelope.md)). The',
    'code in the first column is the `code` of `application/problem+json`, and the one that a request\'s log line shows. "Again"',
    'says whether the very same request may succeed later. Where it is no, something has to change first.',
    '',
    '| code | status | again | OmnAPI | beatra | PiAPI | in words |',
    '|---|---|---|---|---|---|---|',
    ...refusals,
    '',
    'Not every code can happen on every path. A 5xx answer to a create does not say whether the task exists: send an',
    '`Idempotency-Key` with each create, and send it again with the same key.',
    '',
    '## Tasks that fail',
    '',
    'A task that was accepted and then fails has its whole hold released. Why it failed is part of the task, in the words of',
    "the API that reads it. PiAPI shows canceled tasks as failed, with code 1101. A provider's own words are never passed on.",
    '',
    '| reason | OmnAPI `errorCode` | beatra `error.code` | PiAPI `error.code` | in words |',
    '|---|---|---|---|---|',
    ...TASK_ERROR_CODES.map(taskErrorRow),
    '',
  ].join('\n')
}

function isErrorCode(name: string): name is ErrorCode {
  return name in ERRORS
}

function refusalRow(code: ErrorCode): string {
  const { status, retryable, message } = ERRORS[code]
  const cells = DIALECTS.map((dialect) => {
    const response = dialect.renderError(new GatewayError(code), 'req_1')
    const said = at(response.body, 'error', 'code')
    return typeof said === 'string' ? `${response.status} \`${said}\`` : String(response.status)
  })
  return `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${cells.join(' | ')} | ${message} |`
}

function taskErrorRow(code: TaskErrorCode): string {
  const failed = failedTask(code)
  const cells = [
    at(read(omnapi, failed).body, 'errorCode'),
    at(read(beatra, failed).body, 'error', 'code'),
    at(read(piapi, failed).body, 'data', 'error', 'code'),
  ].map((cell: JsonValue | undefined) => `\`${String(cell)}\``)
  return `| \`${code}\` | ${cells.join(' | ')} | ${MEANINGS[code]} |`
}

function read(dialect: Dialect, task: Task): WireResponse {
  const route = dialect.routes.find((candidate) => candidate.kind === 'read')
  if (route?.kind !== 'read') throw new Error(`${dialect.name} reads no task`)
  const catalogue = parseCatalogue(catalogueFile, new Set(['studio']))
  return route.render(task, { catalogue, publicUrl: 'http://127.0.0.1:4100' })
}

function failedTask(code: TaskErrorCode): Task {
  const error = { code, message: MEANINGS[code], retryable: false }
  return blankTask(0, { status: 'failed', error, startedAt: 0, completedAt: 0 })
}
