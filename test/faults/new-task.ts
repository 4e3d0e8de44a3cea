import type { Caller } from '../../src/core/create-task.ts'
import { parseScript, type SimulatorScriptWire } from '../../src/domain/simulator-script.ts'
import type { CreateTask, Task } from '../../src/domain/task.ts'
import type { Work } from '../../src/domain/work.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import type { NewTask } from '../../src/store/create-tasks.ts'
import type { ParkedJob, NewPurchase } from '../../src/store/run-tasks.ts'
import type { Settlement } from '../../src/store/settle-tasks.ts'
import { deriveUuid } from '../../src/lib/ids.ts'
import { createTask } from '../../src/core/create-task.ts'
import { WITHOUT_RESULT } from '../../src/core/settle-task.ts'
import { CREDIT, type Core } from './make-core.ts'

/** A simulated image task in domain words: `count` images at one credit each. */
export function imageTask(script: SimulatorScriptWire = {}, count = 1): CreateTask {
  const work: Work = {
    capability: 'image.generate',
    prompt: 'a cat',
    negativePrompt: '',
    width: 8,
    height: 8,
    format: 'png',
    seed: 1,
    count,
    script: parseScript(script, []),
  }
  return {
    dialect: 'beatra',
    askedModel: 'sim/image',
    modelKey: 'sim/image',
    work,
    priceVariant: null,
    input: '{}',
    wire: {},
    priority: 5,
    tags: null,
    metadata: null,
    callback: null,
    warnings: [],
    uses: [],
    files: [],
  }
}

export async function create(core: Core, caller: Caller, script: SimulatorScriptWire = {}, count = 1): Promise<Task> {
  const { task } = await createTask(core.context, caller, imageTask(script, count), null)
  return task
}

/** A member of a create batch as the store takes it: one simulated image for one credit. */
export function member(core: Core, caller: Caller, more: Partial<NewTask> = {}): NewTask {
  const held = more.held ?? CREDIT
  const lines = [
    {
      version: 1,
      meter: 'image_count',
      unit: 'image',
      quantity: 1,
      each: held,
      per: 1,
      results: 1,
      isMost: false,
      amount: held,
    },
  ]
  return {
    id: core.context.newId(),
    organisation: caller.organisation.number,
    apiKey: caller.keyId,
    dialect: 1,
    capability: 'image.generate',
    askedModel: 'sim/image',
    modelKey: 'sim/image',
    pool: core.pool,
    priority: 5,
    priceLines: JSON.stringify(lines),
    held,
    callbackUrl: null,
    callbackSecret: null,
    idempotency: null,
    input: '{}',
    work: JSON.stringify(imageTask().work),
    extras: JSON.stringify({ wire: {}, tags: null, metadata: null, warnings: [] }),
    stages: true,
    ...more,
  }
}

/** A worker's finish of a claimed job, without files: for the books only. */
export function finishOf(job: ClaimedJob, more: Partial<Settlement> = {}): Settlement {
  return {
    task: job.task,
    guard: { kind: 'attempt', job: job.job, attempt: job.attempt },
    highestStatus: 'running',
    status: 'succeeded',
    captured: job.held,
    output: '{"items":[]}',
    error: null,
    purchaseState: 'finished',
    cancel: false,
    artifacts: [artifactOf(job.task)],
    ...more,
  }
}

/** A client's cancel of a task in any status. */
export function cancelOf(task: string): Settlement {
  const guard = { kind: 'no_purchase' } as const
  return { ...WITHOUT_RESULT, task, guard, highestStatus: 'running', status: 'canceled', cancel: true }
}

function artifactOf(task: string): Settlement['artifacts'][number] {
  return {
    id: deriveUuid('artifact', task, 0),
    kind: 'image',
    token: deriveUuid('token', task),
    extension: 'png',
    media_type: 'image/png',
    size: 1,
    sha256: 'x',
    width: 8,
    height: 8,
    duration_seconds: null,
    content: Buffer.from('x'),
  }
}

export function purchaseOf(job: ClaimedJob, more: Partial<NewPurchase> = {}): NewPurchase {
  return {
    job: job.job,
    attempt: job.attempt,
    task: job.task,
    purchase: deriveUuid('purchase', job.task, job.purchases),
    ordinal: job.purchases,
    provider: 'simulator',
    model: 'sim/image',
    restartable: false,
    resendMs: null,
    running: false,
    deadlineMs: 3_600_000,
    uncertain: false,
    hopeless: false,
    ...more,
  }
}

export function parkOf(job: ClaimedJob, more: Partial<ParkedJob> = {}): ParkedJob {
  return {
    job: job.job,
    attempt: job.attempt,
    task: job.task,
    delayMs: 0,
    progress: 0,
    running: false,
    retried: false,
    nothingBought: null,
    ...more,
  }
}
