import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import type { Question } from './ask.ts'
import { CREATE_PATHS, keyHeaders, PIAPI_BODIES, TASK_PATHS, type CreatePath } from './endpoints.ts'
import { EVIL_HEADERS, EVIL_JSON, EVIL_KEYS, EVIL_QUERIES, type Dice } from './hostile-values.ts'
import { BROKEN_IDS, OTHER_PATHS, type Envelope } from './paths.ts'
import { SIMULATED } from './simulate.ts'

export interface Attack extends Question {
  method: string
  envelope: Envelope
  /** Whether a 2xx answer says that a task was made. */
  creates: boolean
}

export interface Target {
  /** Keys that are good. */
  keys: readonly string[]
  /** Ids of tasks that are there. */
  ids: readonly string[]
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'PURGE',
  'M-SEARCH',
]

/** One request, drawn: mostly a create with a spoiled body, else a task's path, a list, or a path that nobody has. */
export function drawAttack(dice: Dice, target: Target): Attack {
  const kind = dice.roll(20)
  const attack = kind < 12 ? drawCreate(dice) : kind < 17 ? drawTaskPath(dice, target) : drawOtherPath(dice)
  const headers = drawHeaders(dice, attack.envelope, target)
  const query = dice.pick(EVIL_QUERIES)
  const method = dice.oneIn(25) ? dice.pick(METHODS) : attack.method
  const envelope = method === 'DELETE' && attack.path === '/api/v1/tasks' ? 'piapi' : attack.envelope
  return {
    ...attack,
    path: `${attack.path}${query}`,
    method,
    envelope,
    headers,
    creates: attack.creates && method === 'POST',
  }
}

function drawCreate(dice: Dice): Attack {
  const create = drawGoodBody(dice)
  const { path, dialect } = create
  const body = dice.oneIn(15) ? drawRubbish(dice) : spoil(dice, create.body)
  return { method: 'POST', path, envelope: dialect, creates: true, body }
}

function drawGoodBody(dice: Dice): Pick<CreatePath, 'dialect' | 'path' | 'body'> {
  const create = dice.pick(CREATE_PATHS)
  if (dice.oneIn(3)) {
    const { path, body } = SIMULATED[create.dialect]
    return { dialect: create.dialect, path, body: body({ delayMs: 10, progress: [50], failAt: 'finish', deliver: 1 }) }
  }
  return create.dialect === 'piapi' ? { ...create, body: dice.pick(PIAPI_BODIES) } : create
}

function drawTaskPath(dice: Dice, { ids }: Target): Attack {
  const { dialect, method, path } = dice.pick(TASK_PATHS)
  const id = dice.oneIn(2) ? dice.pick(ids) : dice.pick(BROKEN_IDS)
  const body = dice.oneIn(3) ? drawRubbish(dice) : undefined
  return { method, path: path.replace('ID', id), envelope: dialect, creates: false, body }
}

function drawOtherPath(dice: Dice): Attack {
  const creates = false
  if (dice.oneIn(2)) return { method: 'GET', path: '/v1/tasks', envelope: 'beatra', creates }
  if (dice.oneIn(6)) return { method: 'GET', path: dice.pick(['/livez', '/readyz', '/']), envelope: 'problem', creates }
  if (dice.oneIn(6))
    return { method: 'POST', path: `/callbacks/${dice.pick(BROKEN_IDS)}`, envelope: 'problem', creates }
  const { envelope, path } = dice.pick(OTHER_PATHS)
  return { method: dice.pick(METHODS), path, envelope, creates, body: dice.oneIn(2) ? drawRubbish(dice) : undefined }
}

function drawHeaders(dice: Dice, envelope: Envelope, { keys }: Target): Record<string, string> {
  const key = dice.oneIn(20) ? dice.pick(EVIL_KEYS) : dice.pick(keys)
  const headers: Record<string, string> = { ...keyHeaders(envelope, key), 'content-type': 'application/json' }
  if (dice.oneIn(40)) delete headers['x-api-key']
  while (dice.oneIn(4)) {
    const [name, value] = dice.pick(EVIL_HEADERS)
    headers[name] = value
  }
  return headers
}

function drawRubbish(dice: Dice): string | Buffer {
  if (dice.oneIn(3)) return Buffer.from(Array.from({ length: dice.roll(200) }, () => dice.roll(256)))
  return dice.pick(EVIL_JSON)
}

/** The body as JSON text with up to four faults in it; rarely none. */
function spoil(dice: Dice, body: JsonObject): string {
  let spoiled: JsonValue = body
  const holes: string[] = []
  for (let faults = dice.roll(5); faults > 0; faults -= 1) spoiled = spoilOnce(dice, spoiled, holes)
  // Holes are filled in the text: what goes in is often no value of JSON's.
  const text = holes.reduce((all, hole, index) => all.replace(`"<hole ${index}>"`, () => hole), JSON.stringify(spoiled))
  if (dice.oneIn(30)) return text.slice(0, dice.roll(text.length))
  if (dice.oneIn(30)) return text.replace('{', `{${text.slice(1, text.indexOf(','))},`)
  return text
}

function spoilOnce(dice: Dice, value: JsonValue, holes: string[]): JsonValue {
  if (isJsonObject(value) && !dice.oneIn(12)) return spoilObject(dice, value, holes)
  if (Array.isArray(value) && value.length > 0 && !dice.oneIn(3)) {
    const place = dice.roll(value.length)
    return value.map((item, index) => (index === place ? spoilOnce(dice, item, holes) : item))
  }
  if (dice.oneIn(8)) return [value]
  holes.push(dice.pick(EVIL_JSON))
  return `<hole ${holes.length - 1}>`
}

const ADDED_KEYS = [
  'extra',
  '',
  'script',
  'seed',
  'n',
  'model',
  'input',
  'config',
  'metadata',
  'tags',
  'callback_url',
  'webhookUrl',
]
const ODD_KEYS = [
  'constructor',
  'toString',
  'toJSON',
  'k'.repeat(300),
  '\ud83c\udfb5',
  '\u0001',
  'a.b',
  'a/b~c',
  'lyricsId',
  'title',
]

function spoilObject(dice: Dice, value: JsonObject, holes: string[]): JsonObject {
  const keys = Object.keys(value)
  if (keys.length === 0 || dice.oneIn(6)) {
    const key = dice.pick(dice.oneIn(2) ? ADDED_KEYS : ODD_KEYS)
    return { ...value, [key]: spoilOnce(dice, null, holes) }
  }
  const key = dice.pick(keys)
  if (dice.oneIn(10)) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key))
  return { ...value, [key]: spoilOnce(dice, value[key] ?? null, holes) }
}
