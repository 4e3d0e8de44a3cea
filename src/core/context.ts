import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Dialect, RenderContext } from '../domain/dialect.ts'
import type { Provider } from '../domain/provider.ts'
import type { DialectName } from '../domain/task.ts'
import type { Clock } from '../lib/clock.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Sql } from '../lib/sql.ts'
import type { SigningKey } from '../lib/webhook-signature.ts'
import type { GuardedFetch } from '../outgoing/make-guarded-fetch.ts'
import type { Executor } from '../store/drop-partition.ts'
import type { FollowedLogs } from './followed-logs.ts'
import type { FollowedTasks } from './followed-tasks.ts'
import type { Batches } from './make-batches.ts'
import type { Prices } from './prices.ts'
import type { WakeUps } from './wake-ups.ts'

/** What use cases work with. Made once in `gateway.ts`; the first argument of every use case. */
export interface Context {
  sql: Sql
  /** For lists and measures: ordinary plans and connections of their own, so that they hold up no request or job. */
  background: Sql
  /** Statements that commit together, or not at all. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Lends a connection without time limits, outside of any transaction. */
  withSession<T>(work: (session: Executor) => Promise<T>): Promise<T>
  batches: Batches
  catalogue: Catalogue
  prices: Prices
  providers: ReadonlyMap<string, Provider>
  /** Pool ids by name: a provider's, or `provider/model-key` where a model has a limit of its own. */
  pools: ReadonlyMap<string, number>
  artifacts: ArtifactStore
  /** For every URL that came from outside. */
  outgoing: GuardedFetch
  wakeUps: WakeUps
  followedTasks: FollowedTasks
  followedLogs: FollowedLogs
  clock: Clock
  /** Database time, epoch ms: this machine's clock plus the offset measured against the database. */
  databaseNow(): number
  newId(): Uuid
  /** Whose forms messages to clients have. */
  dialects: Readonly<Record<DialectName, Dialect>>
  render: RenderContext
  /** Days that files are kept. */
  artifactDays: number
  /** From which hour of the day, in UTC, the books are audited. */
  auditHour: number
  /** Keys in force that an organisation may have. */
  keysMax: number
  /** Signs messages to clients. */
  signingKey: SigningKey
  /** Where a provider calls us back about a purchase; null when it cannot. */
  callbackUrl(purchase: Uuid): string | null
  /** Aborted when the process has begun to stop. */
  stopping: AbortSignal
  log: Logger
  metrics: Metrics
}
