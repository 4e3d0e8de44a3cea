import { deriveUuid, parsePrefixedId, parseTaskId, type Uuid } from '../lib/ids.ts'

/** The id of a task's result, by its place among them: the same for every run of the task. */
export function resultIdOf(task: Uuid, place: number): Uuid {
  return deriveUuid('artifact', task, place)
}

/** Prefixes under which any dialect shows an artifact; all are taken wherever one is named. */
const ARTIFACT_PREFIXES = ['img', 'lyr', 'sng', 'clp', 'art']

/** Reads the id of an artifact as any dialect shows it, or of a task, which means its first result; null = neither. */
export function parseResultId(text: string): Uuid | null {
  const artifact = parsePrefixedId(text, ARTIFACT_PREFIXES)
  if (artifact !== null) return artifact
  const id = parseTaskId(text)
  if (id === null) return null
  // PiAPI shows results as bare UUIDs too, but theirs are derived (version 8).
  return id[14] === '8' && text.length === 36 ? id : resultIdOf(id, 0)
}
