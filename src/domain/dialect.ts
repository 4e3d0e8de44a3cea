import type { JsonValue } from '../lib/json.ts'
import type { Account, HistoryPage, HistoryQuery, OpenTasks } from './account.ts'
import type { Catalogue } from './catalogue.ts'
import type { GatewayError } from './errors.ts'
import type { InputFile, MediaKind, Upload, UploadTerms } from './media.ts'
import type { TaskMessage, WireMessage } from './message.ts'
import type { CreateTask, DialectName, Instant, Task, TaskStatus } from './task.ts'
import type { Capability, StoredItem } from './work.ts'

/** An answer in a dialect's own words; `body` null = empty. */
export interface WireResponse {
  status: number
  body: JsonValue
  headers?: Readonly<Record<string, string>>
}

export interface ParseContext {
  catalogue: Catalogue
  /** RULINGS 15: null = may be used, else a sentence saying what is wrong with the URL. No DNS, no fetch. */
  checkUrl(url: string): string | null
  /** As `checkUrl`, of a file to be read: one of our own is read wherever we are. */
  checkMediaUrl(url: string): string | null
  /** What a file in the body is by its bytes, and under which id the caller's organisation keeps it. */
  identify(bytes: Uint8Array): InputFile
}

export interface RenderContext {
  catalogue: Catalogue
  /** How clients reach us, no trailing slash. */
  publicUrl: string
}

/** What came of a cancel (RULINGS 21): the task after it, and whether this call (or an earlier one) had any effect. */
export interface CancelOutcome {
  kind: 'canceled' | 'requested' | 'already_terminal' | 'not_allowed'
  task: Task
}

export interface ListQuery {
  statuses: readonly TaskStatus[] | null
  capability: Capability | null
  createdAfter: Instant | null
  createdBefore: Instant | null
  limit: number
  /** Opaque; checked by the engine: bad ones are refused with the issue path ["cursor"]. */
  cursor: string | null
  order: 'asc' | 'desc'
  /** Blocks to show besides the summary; whether payloads must be read. */
  expand: readonly string[]
}

export interface ListPage {
  tasks: Task[]
  /** Null on the last page. */
  nextCursor: string | null
}

interface RouteBase {
  /** Fastify path: `/v1/tasks/:id`. */
  path: string
  /** Only this route's own reading of the path id is `:id`. */
  method: 'GET' | 'POST' | 'DELETE'
}

/** One operation of a dialect. `http/mount-dialect.ts` does the rest: key, idempotency, limits, core, answer. */
export type Route =
  | (RouteBase & {
      kind: 'create'
      /** Body bytes at most (RULINGS 7). */
      bodyLimit: number
      /** Throws GatewayError naming the field. The body was scanned already (depth, NUL, surrogates: RULINGS 5, 7). */
      parse(body: JsonValue, context: ParseContext): CreateTask
      /** The create's answer; also the replay's, so rendered only from what never changes. `task.status` is queued. */
      render(task: Task, context: RenderContext): WireResponse
      /** The answer after a wait: the same shape, with the task as it is by then (RULINGS 65). Never a replay's. */
      renderWaited(task: Task, context: RenderContext): WireResponse
      /** How long it waits for the end unasked, in seconds. */
      waitSeconds: number
    })
  | (RouteBase & {
      /** A file in a multipart form. */
      kind: 'upload'
      /** Reads the fields of the form besides the file. Throws GatewayError naming the field. */
      parse(fields: ReadonlyMap<string, string>, kind: MediaKind): UploadTerms
      render(upload: Upload, context: RenderContext): WireResponse
    })
  | (RouteBase & {
      /** A file in a JSON body. */
      kind: 'give'
      bodyLimit: number
      parse(body: JsonValue, context: ParseContext): { file: InputFile & { kind: MediaKind }; terms: UploadTerms }
      render(upload: Upload, context: RenderContext): WireResponse
    })
  | (RouteBase & { kind: 'read'; render(task: Task, context: RenderContext): WireResponse })
  | (RouteBase & {
      kind: 'cancel'
      /** Statuses from which this dialect lets a client cancel. */
      from: readonly TaskStatus[]
      /** The body was ignored or parsed loosely; null = none. */
      render(outcome: CancelOutcome, context: RenderContext): WireResponse
    })
  | (RouteBase & {
      kind: 'list'
      parse(query: URLSearchParams): ListQuery
      render(page: ListPage, query: ListQuery, context: RenderContext): WireResponse
    })
  | (RouteBase & { kind: 'account'; render(account: Account): WireResponse })
  | (RouteBase & { kind: 'activity'; render(groups: readonly OpenTasks[]): WireResponse })
  | (RouteBase & {
      kind: 'history'
      parse(query: URLSearchParams): HistoryQuery
      render(page: HistoryPage, query: HistoryQuery): WireResponse
    })
  | (RouteBase & {
      /** Needs nothing but the catalogue. */
      kind: 'plain'
      open: boolean
      render(context: RenderContext): WireResponse
    })

/** How a request carries its key. */
export type Credential =
  | { kind: 'key'; key: string }
  /** Nothing that this dialect reads as a key. `message`: what to send instead of what came. */
  | { kind: 'missing'; message?: string }

export interface Dialect {
  name: DialectName
  /** Whether tasks beyond a limit of tasks at once wait as staged, a status that clients of it know; else they are refused. */
  stagesExcess: boolean
  routes: readonly Route[]
  /** Reads the key from lower-case header names (RULINGS 8). */
  credential(headers: Readonly<Record<string, string | string[] | undefined>>, path: string): Credential
  /** The dialect's envelope for any refusal, with its status; `requestId` is also sent as X-Request-Id by the caller. */
  renderError(error: GatewayError, requestId: string): WireResponse
  /** What a receiver of this dialect is sent about a task (RULINGS 63, 64). */
  renderMessage(message: TaskMessage, context: RenderContext): WireMessage
}

/** The absolute URL of a result's file, built when rendered (RULINGS 34). */
export function fileUrl(item: Pick<StoredItem, 'path'>, context: RenderContext): string {
  return `${context.publicUrl}/${item.path}`
}
