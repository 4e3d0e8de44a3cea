import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type Metrics = ReturnType<typeof makeMetrics>

/** Answers from a batch of one to a task that an upstream keeps for a minute. */
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]
const TASK_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600]

/**
 * The gateway's measures under the names of `field.md` part 4 (RULINGS 35), with the process's own. Labels never carry
 * organisations, keys or ids: their number is bounded by routes, methods, statuses, capabilities and providers.
 */
export function makeMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 })
  const collectors: (() => Promise<void> | void)[] = []

  return {
    registry,
    tasksCreated: new Counter({
      name: 'gateway_tasks_created_total',
      help: 'Tasks accepted, by what kind of work they are and who was chosen to do it.',
      labelNames: ['capability', 'provider'],
      registers,
    }),
    taskDuration: new Histogram({
      name: 'gateway_task_duration_seconds',
      help: 'Time from create to the end of a task.',
      labelNames: ['capability', 'status'],
      buckets: TASK_SECONDS,
      registers,
    }),
    queueDepth: new Gauge({
      name: 'gateway_queue_depth',
      help: 'Jobs that are due and not taken.',
      registers,
    }),
    queueOldestAge: new Gauge({
      name: 'gateway_queue_oldest_age_seconds',
      help: 'How long the oldest due job has waited.',
      registers,
    }),
    waitingRequests: new Gauge({
      name: 'gateway_waiting_requests',
      help: 'Requests that are kept open for what becomes of a task or an organisation.',
      registers,
    }),
    upstreamRequests: new Counter({
      name: 'gateway_upstream_requests_total',
      help: 'Calls to providers, by how they came out.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    webhookAttempts: new Counter({
      name: 'gateway_webhook_attempts_total',
      help: 'Attempts to deliver messages to clients, by how they came out.',
      labelNames: ['result'],
      registers,
    }),
    ...makeLedgerGauges(registers),
    httpRequestDuration: new Histogram({
      name: 'gateway_http_request_duration_seconds',
      help: 'Time from the request head to the end of the answer.',
      labelNames: ['route', 'method', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    }),
    /** Runs at each scrape, to set gauges that cost a query; one that fails leaves its gauges as they were. */
    addCollector(collector: () => Promise<void> | void): void {
      collectors.push(collector)
    },
    /** The Prometheus text of everything. */
    async render(): Promise<{ contentType: string; text: string }> {
      await Promise.allSettled(collectors.map(async (collector) => collector()))
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

function makeLedgerGauges(registers: Registry[]) {
  return {
    ledgerDiscrepancies: new Gauge({
      name: 'gateway_ledger_discrepancies',
      help: 'What does not hold in the books, as the last audit found it.',
      registers,
    }),
    ledgerAuditedAt: new Gauge({
      name: 'gateway_ledger_audited_timestamp_seconds',
      help: 'When the last audit of the books ended; 0 = there was none yet.',
      registers,
    }),
  }
}
