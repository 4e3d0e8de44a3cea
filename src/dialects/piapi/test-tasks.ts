import catalogueFile from '../../../catalogue/models.json' with { type: 'json' }
import { parseCatalogue } from '../../domain/catalogue.ts'
import type { ParseContext, RenderContext, WireResponse } from '../../domain/dialect.ts'
import type { Task, TaskStatus } from '../../domain/task.ts'
import { identifyTestFile } from '../../domain/test-media.ts'
import { blankTask } from '../../domain/test-task.ts'
import { NO_FACTS, type Capability, type ItemKind, type ItemRole, type StoredItem } from '../../domain/work.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { parseCreate } from './parse-create.ts'

/** What the tests of this folder share: the shipped catalogue, and tasks in every state of their life. */
export const catalogue = parseCatalogue(catalogueFile, new Set(['studio', 'simulator']))
export const renderContext: RenderContext = { catalogue, publicUrl: 'https://media.example.net' }
export const parseContext: ParseContext = {
  catalogue,
  checkUrl: (url) => (/^https?:\/\/[a-z]/.test(url) ? null : 'must be an http or https URL'),
  checkMediaUrl: (url) => parseContext.checkUrl(url),
  identify: identifyTestFile,
}

const CREATED_AT = Date.UTC(2026, 10, 21, 9, 30, 0, 123) + 0.457
const ids = {
  task: '019a5d2e-7c00-7abc-8def-0123456789ab',
  organisation: '019a5d2e-0000-7000-8000-0000000000aa',
  artifact: (index: number) => `019a5d2e-7c00-8000-8000-00000000000${index}`,
}

const FACTS = {
  id: ids.task,
  number: 4711,
  organisation: { id: ids.organisation, number: 7 },
  dialect: 'piapi',
  held: 200_000,
} as const

export interface State {
  name: string
  status: TaskStatus
  staged: boolean
}
export const STATES: readonly State[] = [
  { name: 'staged', status: 'queued', staged: true },
  { name: 'queued', status: 'queued', staged: false },
  { name: 'starting', status: 'starting', staged: false },
  { name: 'running', status: 'running', staged: false },
  { name: 'succeeded', status: 'succeeded', staged: false },
  { name: 'failed', status: 'failed', staged: false },
  { name: 'canceled', status: 'canceled', staged: false },
]

/** A task as the engine keeps it, from what a create made of `body`. */
export function taskOf(body: JsonObject, state: State): Task {
  const created = parseCreate(body, parseContext)
  const { capability, count } = created.work
  return inState(
    blankTask(CREATED_AT, {
      ...FACTS,
      capability,
      askedModel: created.askedModel,
      modelKey: created.modelKey,
      input: created.input,
      wire: created.wire,
      callback: created.callback,
    }),
    state,
    count,
  )
}

/** A task that another dialect made. */
export function foreignTask(dialect: 'omnapi' | 'beatra', capability: Capability, state: State, held = 500_000): Task {
  const task = blankTask(CREATED_AT, {
    ...FACTS,
    capability,
    dialect,
    held,
    input: '{"prompt":"a harbour","nested":{"kept":true},"none":null,"loud":false}',
    wire: { taskType: 'of another dialect', idleSecret: 'never shown' },
    callback: { url: 'https://hooks.example.net/in', secret: 'never shown' },
  })
  return inState(task, state, 2)
}

function inState(task: Task, { status, staged }: State, count: number): Task {
  const ran = status === 'running' || status === 'succeeded' || status === 'failed'
  const ended = status === 'succeeded' || status === 'failed' || status === 'canceled'
  const completedAt = ended ? CREATED_AT + 4000.5 : null
  return {
    ...task,
    status,
    staged,
    startedAt: ran ? CREATED_AT + 1000.25 : null,
    completedAt,
    updatedAt: completedAt ?? CREATED_AT,
    progress: status === 'succeeded' ? 100 : 0,
    captured: status === 'succeeded' ? task.held : 0,
    released: ended && status !== 'succeeded' ? task.held : 0,
    output: status === 'succeeded' ? { items: itemsOf(task.capability, count) } : null,
    error: status === 'failed' ? { code: 'provider_error', message: 'The provider failed.', retryable: true } : null,
  }
}

function itemsOf(capability: Capability, count: number): StoredItem[] {
  const kind = kindOf(capability)
  const main = Array.from({ length: count }, (_, index) => item(index, kind, 'main', capability))
  const along = (ALONG[capability] ?? []).map(([role, own], index) => ({
    ...item(9 - index, own, role, capability),
    of: 0,
  }))
  return [...main, ...along]
}

/** What comes along with the first result. */
const ALONG: Partial<Readonly<Record<Capability, readonly [ItemRole, ItemKind][]>>> = {
  'music.compose': [['cover', 'image']],
  'video.generate': [
    ['poster', 'image'],
    ['last_frame', 'image'],
  ],
  'model3d.generate': [
    ['preview', 'image'],
    ['turntable', 'video'],
    ['cut_out', 'image'],
  ],
}

function kindOf(capability: Capability): ItemKind {
  if (capability.startsWith('image.')) return 'image'
  if (capability === 'lyrics.generate' || capability === 'chat.complete') return 'text'
  if (capability === 'model3d.generate') return 'model'
  return capability === 'video.generate' ? 'video' : 'audio'
}

const SIZES: Partial<Readonly<Record<ItemKind, Partial<StoredItem>>>> = {
  image: { width: 1024, height: 1024 },
  audio: { durationSeconds: 8.0005 },
  video: { width: 848, height: 480, durationSeconds: 5.04 },
}
const MEDIA_TYPES: Readonly<Record<ItemKind, string>> = {
  image: 'image/png',
  audio: 'audio/mpeg',
  text: 'text/plain',
  video: 'video/mp4',
  model: 'model/gltf-binary',
}

function item(index: number, kind: ItemKind, role: ItemRole, capability: Capability): StoredItem {
  const sung = capability === 'lyrics.generate' || capability.startsWith('music.')
  return {
    ...NO_FACTS,
    kind,
    role,
    mediaType: MEDIA_TYPES[kind],
    ...SIZES[kind],
    seed: 42 + index,
    title: sung ? 'Harbour lights' : null,
    lyrics: kind === 'image' ? null : '[Verse 1]\nLights on the water',
    tags: sung ? ['[Verse 1]'] : null,
    artifactId: ids.artifact(index),
    path: `files/token-${index}.${kind}`,
    size: 1000,
    sha256: '00',
  }
}

/** A member of an answer's `data`, which must be there. */
export function dataOf(response: WireResponse): JsonObject {
  if (!isJsonObject(response.body)) throw new Error('the answer is no object')
  return objectAt(response.body, 'data')
}

export function objectAt(value: JsonObject, key: string): JsonObject {
  const member: JsonValue | undefined = value[key]
  if (!isJsonObject(member)) throw new Error(`${key} is no object`)
  return member
}
