import { HISTORY_MAX, type Account, type HistoryPage, type HistoryQuery, type OpenTasks } from '../../domain/account.ts'
import { creditsNumber, type CreditUnits } from '../../domain/credits.ts'
import type { WireResponse } from '../../domain/dialect.ts'
import { GatewayError, type FieldIssue } from '../../domain/errors.ts'
import { isTerminal, type Task } from '../../domain/task.ts'
import type { Capability } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { isQubico, namesOf } from './names.ts'
import { wireStatus } from './status.ts'
import { timeText } from './time-text.ts'
import { renderUsage } from './usage.ts'

/** RULINGS 23: 10,000,000 units are one dollar. */
const UNITS_PER_USD = 10_000_000

/** `GET /account/info` (contract section 13). One balance serves all families; the key is never told. */
export function renderAccount(account: Account): WireResponse {
  const { organisation, available, held, granted, maxActive } = account
  const used = granted - available - held
  const most = maxActive ?? 0
  return answer({
    id: organisation.number,
    name: organisation.name,
    account_id: organisation.number,
    account_name: organisation.name,
    plan: 'pro',
    type: 'user',
    platform: 'medley',
    account_group: '',
    account_tags: [],
    is_enable: true,
    is_verified: true,
    equivalent_in_usd: available / UNITS_PER_USD,
    remaining_credits: creditsNumber(available),
    credit_pack_info: renderPacks({ available, held, granted, used }),
    wallet: {
      id: organisation.number,
      point_remain: available,
      point_used: used,
      point_frozen: held,
      llm_remain: 0,
      llm_used: 0,
      gpts_remain: 0,
      luma_remain: 0,
      mj_remain: 0,
      auto_recharge_enabled: false,
    },
    // 0 = no limit.
    max_concurrent_task_count: most,
    ...flags((family) => `max_${family}_concurrency`, CONCURRENT, most),
    ...flags((family) => `is_using_private_${family}_pool`, PRIVATE_POOLS, false),
    private_pool_size: 0,
    ...flags((family) => `private_${family}_pool_size`, [...PRIVATE_POOLS, 'hailuo'], 0),
    ...flags((family) => `${family}_failover_enabled`, FAILOVERS, false),
    skip_suno_flagged_account: false,
    auto_challenge_mj_verification: false,
    account_mj_bot_group_relations: [],
    account_mj_worker_node_group_relations: [],
    notification_hook_url: '',
    created_at: timeText(account.createdAt),
    updated_at: timeText(account.updatedAt),
  })
}

const CONCURRENT = ['flux', 'hailuo', 'image_toolkit', 'internal_proxy', 'kling', 'luma', 'suno', 'trellis', 'udio']
const PRIVATE_POOLS = ['chat_gpt', 'kling', 'luma', 'suno', 'udio']
const FAILOVERS = ['kling', 'luma', 'mj', 'suno']

function flags(nameOf: (family: string) => string, families: readonly string[], value: number | boolean): JsonObject {
  return Object.fromEntries(families.map((family) => [nameOf(family), value]))
}

function renderPacks(of: Record<'available' | 'held' | 'granted' | 'used', CreditUnits>): JsonObject {
  return {
    available_credits: creditsNumber(of.available),
    used_credits: creditsNumber(of.used),
    total_credits: creditsNumber(of.granted),
    frozen_credits: creditsNumber(of.held),
    expired_credits: 0,
    inactive_credits: 0,
    credit_packs_count: 0,
    credit_packs: [],
  }
}

/** `GET /account/active_tasks`: counts by family, of families that have open tasks. */
export function renderActivity(groups: readonly OpenTasks[]): WireResponse {
  const data: Record<
    string,
    { staged_count: number; pending_count: number; processing_count: number; active_tasks: number }
  > = {}
  for (const { staged, pending, processing, ...group } of groups) {
    // Which of its task types it is makes no difference here.
    const family = familyOf(namesOf({ ...group, wire: { taskType: '' } }).model)
    const counts = (data[family] ??= { staged_count: 0, pending_count: 0, processing_count: 0, active_tasks: 0 })
    counts.staged_count += staged
    counts.pending_count += pending
    counts.processing_count += processing
    counts.active_tasks += staged + pending + processing
  }
  return answer(data)
}

/** The families of the history's `model` (contract section 13): their models, and what of other APIs they stand for (RULINGS 18). */
const FAMILIES: Readonly<Record<string, { models: readonly string[]; capabilities: readonly Capability[] }>> = {
  diffrhythm: { models: ['Qubico/diffrhythm'], capabilities: [] },
  diffrythm: { models: ['Qubico/diffrhythm'], capabilities: [] },
  flux: {
    models: ['Qubico/flux1-schnell', 'Qubico/flux1-dev', 'Qubico/flux1-dev-advanced'],
    capabilities: ['image.generate', 'image.edit'],
  },
  gpts: { models: [], capabilities: [] },
  hailuo: { models: [], capabilities: [] },
  hug_video: { models: [], capabilities: [] },
  hunyuan: { models: [], capabilities: [] },
  image_toolkit: { models: [], capabilities: [] },
  kling: { models: [], capabilities: [] },
  llm: { models: [], capabilities: ['chat.complete'] },
  luma: { models: [], capabilities: [] },
  mj: { models: [], capabilities: [] },
  mmaudio: { models: ['Qubico/mmaudio'], capabilities: ['sound.generate'] },
  'music-s': { models: ['music-s'], capabilities: [] },
  'music-u': { models: ['music-u'], capabilities: ['lyrics.generate', 'music.compose', 'music.modify'] },
  sd: { models: [], capabilities: [] },
  skyreels: { models: [], capabilities: [] },
  trellis: { models: ['Qubico/trellis'], capabilities: ['model3d.generate'] },
  tts: { models: ['Qubico/tts'], capabilities: ['speech.synthesize'] },
  video_toolkit: { models: [], capabilities: [] },
  wan: { models: ['Qubico/wanx'], capabilities: ['video.generate'] },
}

/** A model that belongs to no family is one of its own. */
function familyOf(model: string): string {
  return Object.entries(FAMILIES).find(([, { models }]) => models.includes(model))?.[0] ?? model
}

const PAGE_SIZE_DEFAULT = 10
const PAGE_SIZE_MAX = 100

/** The query of `GET /api/open/tasks/histories`; throws `invalid_request` with every fault found. */
export function parseHistory(query: URLSearchParams): HistoryQuery {
  const issues: FieldIssue[] = []
  function readInteger(name: string, absent: number, [min, max]: readonly [number, number]): number {
    const text = query.get(name)
    if (text === null || text === '') return absent
    const value = /^\d{1,12}$/.test(text) ? Number(text) : -1
    if (value >= min && value <= max) return value
    issues.push({ path: [name], message: `must be an integer from ${min} to ${max}`, type: 'range' })
    return absent
  }
  const pageSize = readInteger('page_size', PAGE_SIZE_DEFAULT, [1, PAGE_SIZE_MAX])
  const page = readInteger('page', 1, [1, Math.ceil(HISTORY_MAX / pageSize)])
  const [start, end] = ['start_time', 'end_time'].map((name) => readInteger(name, -1, [0, 99_999_999_999]))
  const model = query.get('model') ?? ''
  const family = (Object.hasOwn(FAMILIES, model) ? FAMILIES[model] : null) ?? null
  if (model !== '' && family === null) {
    const message = `must be one of ${Object.keys(FAMILIES).join(', ')}`
    issues.push({ path: ['model'], message, type: 'enum' })
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return {
    models: family?.models ?? null,
    capabilities: family?.capabilities ?? null,
    createdFrom: start === undefined || start < 0 ? null : start * 1000,
    // The whole of that second.
    createdBefore: end === undefined || end < 0 ? null : (end + 1) * 1000,
    page,
    pageSize,
  }
}

export function renderHistory({ tasks, total }: HistoryPage, { page, pageSize }: HistoryQuery): WireResponse {
  return answer({ data: tasks.map(renderRow), page, size: pageSize, total })
}

function renderRow(task: Task): JsonObject {
  const names = namesOf(task)
  const { type, frozen, consume } = renderUsage(task, names)
  return {
    id: task.number,
    account_id: task.organisation.number,
    api_key_id: task.apiKeyId ?? '',
    action: names.taskType,
    task_id: task.id,
    task_model: names.model,
    service_mode: isQubico(names) ? '' : 'public',
    status: wireStatus(task),
    usage: frozen + consume,
    usage_type: type,
    // What it costs is settled.
    fixed: isTerminal(task.status),
    detail: { model: names.model, task_id: task.id, workflow_type: names.taskType },
    created_at: timeText(task.createdAt),
    updated_at: timeText(task.updatedAt),
  }
}

function answer(data: JsonObject): WireResponse {
  return { status: 200, body: { code: 200, data, message: 'success' } }
}
