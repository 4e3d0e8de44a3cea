// Tasks and contexts for this folder's tests.
import catalogueFile from '../../../catalogue/models.json' with { type: 'json' }
import { parseCatalogue } from '../../domain/catalogue.ts'
import type { ParseContext, RenderContext } from '../../domain/dialect.ts'
import type { Task, TaskStatus } from '../../domain/task.ts'
import { identifyTestFile } from '../../domain/test-media.ts'
import { blankTask } from '../../domain/test-task.ts'
import { NO_FACTS, type StoredItem } from '../../domain/work.ts'

export const catalogue = parseCatalogue(catalogueFile, new Set(['studio', 'simulator']))
export const renderContext: RenderContext = { catalogue, publicUrl: 'http://127.0.0.1:4100' }
export const parseContext: ParseContext = {
  catalogue,
  checkUrl: (url) => (url.startsWith('http') ? null : 'must be an http or https URL'),
  checkMediaUrl: (url) => parseContext.checkUrl(url),
  identify: identifyTestFile,
}

const CREATED = Date.UTC(2026, 2, 11, 8, 14, 2, 117) + 0.25
const STARTED = CREATED + 3_523.5
const COMPLETED = CREATED + 51_733

/** An artifact, and its 26 characters as worked out by other code than ours. */
export const ARTIFACT = '019cdbb2-8a85-7c33-9d00-1f4a5b6c7d8e'
export const ARTIFACT_TEXT = '01KKDV52M5FGSST00Z99DPRZCE'

/** A task of `studio-image-1` by OmnAPI, queued, unless said otherwise. */
export function makeTask(changes: Partial<Task> = {}): Task {
  return blankTask(CREATED, {
    number: 41,
    organisation: { id: '019cdbb0-0000-7000-8000-000000000002', number: 7 },
    apiKeyId: '019cdbb0-0000-7000-8000-000000000003',
    askedModel: 'studio-image-1',
    input: '{"prompt":"a lighthouse"}',
    priceLines: [
      {
        version: 1,
        meter: 'image_count',
        unit: 'image',
        quantity: 1,
        each: 500_000,
        per: 1,
        results: 1,
        isMost: false,
        amount: 500_000,
      },
    ],
    held: 500_000,
    ...changes,
  })
}

/** The task as it would stand in that status; `output` is what a success gives. */
export function inStatus(task: Task, status: TaskStatus, output: StoredItem[]): Task {
  const route = catalogue.byKey(task.modelKey).routes[0] ?? null
  const running = { route, startedAt: STARTED, progress: 40, version: 3 }
  const over = { completedAt: COMPLETED, updatedAt: COMPLETED, statusChangedAt: COMPLETED, version: 4 }
  const released = { captured: 0, released: task.held }
  switch (status) {
    case 'queued':
      return task
    case 'starting':
      return { ...task, status, route, statusChangedAt: CREATED + 900, version: 2 }
    case 'running':
      return { ...task, status, ...running, updatedAt: STARTED, statusChangedAt: STARTED }
    case 'succeeded':
      return { ...task, status, ...running, ...over, progress: 100, output: { items: output }, captured: task.held }
    case 'failed':
      return {
        ...task,
        status,
        ...running,
        ...over,
        ...released,
        error: { code: 'content_rejected', message: 'The provider refused the prompt.', retryable: false },
      }
    case 'canceled':
      return { ...task, status, ...over, ...released, cancelRequestedAt: COMPLETED }
  }
}

/** A stored result with no facts but its kind, unless said otherwise. */
export function makeItem(changes: Partial<StoredItem> = {}): StoredItem {
  return {
    ...NO_FACTS,
    kind: 'image',
    mediaType: 'image/png',
    seed: 4101,
    artifactId: ARTIFACT,
    path: 'files/abc.png',
    size: 91_204,
    sha256: 'c0ffee00'.repeat(8),
    ...changes,
  }
}
