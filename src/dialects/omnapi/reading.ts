import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { FieldIssue } from '../../domain/errors.ts'
import { parseScript, type SimulatorScript } from '../../domain/simulator-script.ts'
import type { CreateTask } from '../../domain/task.ts'
import type { Work } from '../../domain/work.ts'
import { parsePrefixedId, type Uuid } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'

export type Path = readonly (string | number)[]

/** One body on its way to domain words. Readers push what is wrong to `issues`, so that a client sees all of it at once. */
export interface Reading {
  entry: CatalogueModel
  /** Where the inputs stand in the body: [] or ["inputParameters"]. */
  place: Path
  issues: FieldIssue[]
}

/** What a reader makes of the inputs of one kind of work. */
export interface Draft {
  work: Work
  /** Shown as `inputParameters` (RULINGS 40); keys that hold undefined are left out. */
  echo: Readonly<Record<string, unknown>>
  uses: CreateTask['uses']
  wire: JsonObject
}

/** Prefixes under which any dialect shows an artifact; all are taken wherever an artifact is named. */
const ARTIFACT_PREFIXES = ['img', 'lyr', 'sng', 'clp', 'art']

export function isSimulated(entry: CatalogueModel): boolean {
  return entry.vendor.code === 'simulator'
}

export function holdsText(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== ''
}

/** RULINGS 5: a required text holds more than spaces. Only the simulator needs none (RULINGS 29). */
export function readPrompt(prompt: string | undefined, { entry, place, issues }: Reading): string {
  if (!holdsText(prompt) && !isSimulated(entry)) {
    issues.push({ path: [...place, 'prompt'], message: 'must hold more than spaces', type: 'length' })
  }
  return prompt ?? ''
}

/** The script of a `sim/*` task; for other models it is an unknown key and dropped. */
export function readScript(script: unknown, { entry, place }: Reading): SimulatorScript | null {
  return isSimulated(entry) ? parseScript(script, [...place, 'script']) : null
}

/** What is echoed of a script: as it was sent. */
export function scriptEcho(script: unknown, { entry }: Reading): unknown {
  return isSimulated(entry) ? (script ?? undefined) : undefined
}

/** Reads an artifact's id; that it exists and is of that kind is checked by create, through `uses`. */
export function readArtifact(
  text: string | undefined,
  use: { key: string; kind: CreateTask['uses'][number]['kind'] },
  uses: CreateTask['uses'],
  { place, issues }: Reading,
): Uuid | null {
  if (text === undefined) return null
  const path = [...place, use.key]
  const artifactId = parsePrefixedId(text, ARTIFACT_PREFIXES)
  if (artifactId === null) issues.push({ path, message: 'is not the id of a result', type: 'format' })
  else uses.push({ path, artifactId, kind: use.kind })
  return artifactId
}
