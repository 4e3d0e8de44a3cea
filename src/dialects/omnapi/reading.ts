import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import type { FieldIssue } from '../../domain/errors.ts'
import type { MediaKind } from '../../domain/media.ts'
import { readMediaText, type MediaNeeds } from '../../domain/read-media-input.ts'
import { parseResultId } from '../../domain/result-id.ts'
import { parseScript, type SimulatorScript } from '../../domain/simulator-script.ts'
import type { ItemKind, MediaInput, Work } from '../../domain/work.ts'
import type { Uuid } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'

export type Path = readonly (string | number)[]

/** One body on its way to domain words. Readers push what is wrong to `issues`, so that a client sees all of it at once. */
export interface Reading {
  entry: CatalogueModel
  /** Where the inputs stand in the body: [] or ["inputParameters"]. */
  place: Path
  issues: FieldIssue[]
  context: ParseContext
}

/** What a reader makes of the inputs of one kind of work. */
export interface Draft {
  work: Work
  /** Shown as `inputParameters` (RULINGS 40); keys that hold undefined are left out. */
  echo: Readonly<Record<string, unknown>>
  /** Artifacts that the work needs, and files that came with it. */
  needs: MediaNeeds
  wire: JsonObject
}

export function noNeeds(): MediaNeeds {
  return { uses: [], files: [] }
}

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

/** What is made of a picture, a text or both: `image` and `prompt`, one of which has to be there. */
export function readPictureOrPrompt(
  { image: text, prompt }: { image?: string; prompt?: string },
  needs: MediaNeeds,
  reading: Reading,
): { image: ReturnType<typeof readMedia>; prompt: string } {
  const image = readMedia(text, { key: 'image', kind: 'image' }, needs, reading)
  return { image, prompt: text !== undefined && !holdsText(prompt) ? '' : readPrompt(prompt, reading) }
}

/** The script of a `sim/*` task; for other models it is an unknown key and dropped. */
export function readScript(script: unknown, { entry, place }: Reading): SimulatorScript | null {
  return isSimulated(entry) ? parseScript(script, [...place, 'script']) : null
}

/** What is echoed of a script: as it was sent. */
export function scriptEcho(script: unknown, { entry }: Reading): unknown {
  return isSimulated(entry) ? (script ?? undefined) : undefined
}

/** Reads the id of an artifact, or of a task; that it exists and is of that kind is checked by create, through `uses`. */
export function readArtifact(
  text: string | undefined,
  use: { key: string; kind: ItemKind },
  { uses }: MediaNeeds,
  { place, issues }: Reading,
): Uuid | null {
  if (text === undefined) return null
  const path = [...place, use.key]
  const artifactId = parseResultId(text)
  if (artifactId === null) issues.push({ path, message: 'is not the id of a result', type: 'format' })
  else uses.push({ path, artifactId, kind: use.kind })
  return artifactId
}

/** Reads a file: the id of one, a URL, a data URI or base64. Null after a fault, or when there is none. */
export function readMedia(
  text: string | undefined,
  at: { key: string; kind: MediaKind },
  needs: MediaNeeds,
  { place, issues, context }: Reading,
): { input: MediaInput; echo: string } | null {
  if (text === undefined) return null
  const path = [...place, at.key]
  const reading = readMediaText(text, { path, kind: at.kind }, needs, context)
  if ('input' in reading) return reading
  issues.push({ path, message: reading.fault, type: reading.type })
  return null
}
