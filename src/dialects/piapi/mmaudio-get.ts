import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import type { Task, TaskStatus } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { namesOf } from './names.ts'
import { timeText } from './time-text.ts'
import { renderUsage } from './usage.ts'

const TYPE = 'mmaudio_video2audio'
/** Works of one task are numbered below its number: more files than this no task has. */
const WORKS_PER_TASK = 1000

/**
 * mmaudio's Get Task: the unified object with `input` as a JSON string, then the seed page's own keys. Each of those has
 * the page's JSON type in every status: nothing is null but `blobStorage` and `token` (RULINGS 56, 57).
 */
export function renderGetPage(task: Task, unified: JsonObject, input: JsonObject, context: RenderContext): JsonObject {
  const taskInfo = renderTaskInfo(input)
  const usage = renderUsage(task, namesOf(task))
  return {
    ...unified,
    input: task.input,
    metadata: {
      created_at: timeText(task.createdAt),
      started_at: timeText(task.startedAt),
      ended_at: timeText(task.completedAt),
      quota_frozen: usage.frozen,
      quota_usage: usage.consume,
    },
    task: {
      id: task.number,
      userId: task.organisation.number,
      type: TYPE,
      status: statusNumber(task.status),
      taskInfo,
      favored: false,
      deleted: false,
      createTime: Math.floor(task.createdAt),
      updateTime: Math.floor(task.updatedAt),
    },
    works: renderWorks(task, taskInfo, context),
  }
}

function statusNumber(status: TaskStatus): number {
  switch (status) {
    case 'queued':
    case 'starting':
      return 5
    case 'running':
      return 10
    case 'succeeded':
      return 99
    case 'failed':
    case 'canceled':
      return 50
  }
}

/** The film is an input, every other plain value an argument. */
function renderTaskInfo(input: JsonObject): JsonObject {
  const { video, ...others } = input
  return {
    arguments: Object.entries(others).flatMap(([name, value]) =>
      value === null || typeof value === 'object' ? [] : [{ name, value: String(value) }],
    ),
    inputs:
      typeof video === 'string'
        ? [{ inputType: 'URL', name: 'video', url: urlOrNothing(video), blobStorage: null, token: null }]
        : [],
    type: TYPE,
  }
}

function urlOrNothing(video: string): string {
  return /^https?:/i.test(video) ? video : ''
}

function renderWorks(task: Task, taskInfo: JsonObject, context: RenderContext): JsonValue[] {
  if (task.status !== 'succeeded' || task.output === null) return []
  const files = task.output.items.filter((item) => item.role === 'main')
  return files.map((file, index) => renderWork(task, taskInfo, file, index, context))
}

function renderWork(
  task: Task,
  taskInfo: JsonObject,
  file: StoredItem,
  index: number,
  context: RenderContext,
): JsonObject {
  const number = task.number * WORKS_PER_TASK + index
  const url = fileUrl(file, context)
  return {
    workId: number,
    workItemId: number,
    taskId: task.number,
    userId: task.organisation.number,
    type: TYPE,
    status: 99,
    contentType: 'audio',
    resource: {
      resource: url,
      resourceWithoutWatermark: url,
      height: 0,
      width: 0,
      duration: Math.round((file.durationSeconds ?? 0) * 1000),
    },
    cover: { resource: '', height: 0, width: 0, duration: 0 },
    starNum: 0,
    reportNum: 0,
    createTime: Math.floor(task.completedAt ?? task.createdAt),
    taskInfo,
    selfAttitude: '',
    selfComment: { tags: [], content: '' },
    favored: false,
    publishStatus: 'unpublished',
    deleted: false,
  }
}
