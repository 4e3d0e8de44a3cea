import type { ParseContext } from '../../domain/dialect.ts'
import type { FieldIssue } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { isJsonObject, type JsonObject } from '../../lib/json.ts'
import type { Config } from './wire.ts'

const PRIORITY_DEFAULT = 5
const METADATA_BYTES_MAX = 16 * 1024

/** Reads `config`, the same on every creating endpoint (omnapi.md 6.1, RULINGS 15 and 43); pushes what is wrong. */
export function readConfig(
  config: Config | undefined,
  context: ParseContext,
  issues: FieldIssue[],
): Pick<CreateTask, 'priority' | 'tags' | 'metadata' | 'callback'> {
  return {
    priority: config?.priority ?? PRIORITY_DEFAULT,
    tags: config?.tags ?? null,
    metadata: readMetadata(config?.metadata, issues),
    callback: readCallback(config?.webhookUrl, context, issues),
  }
}

function readMetadata(metadata: unknown, issues: FieldIssue[]): JsonObject | null {
  if (!isJsonObject(metadata)) return null
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES_MAX) {
    issues.push({ path: ['config', 'metadata'], message: 'must not be above 16 KiB as JSON', type: 'length' })
  }
  return metadata
}

function readCallback(url: string | undefined, context: ParseContext, issues: FieldIssue[]): CreateTask['callback'] {
  if (url === undefined) return null
  const fault = context.checkUrl(url)
  if (fault !== null) issues.push({ path: ['config', 'webhookUrl'], message: fault, type: 'format' })
  return { url, secret: null }
}
