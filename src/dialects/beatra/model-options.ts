import { isStandIn, type CatalogueModel } from '../../domain/catalogue.ts'
import { GatewayError, invalidField } from '../../domain/errors.ts'
import { parseScript, type SimulatorScript } from '../../domain/simulator-script.ts'
import type { Warning } from '../../domain/task.ts'
import { parseMinimaxOptions, parseSunoOptions, type ModelOptionsWire } from './wire.ts'

const FAMILIES = ['suno', 'minimax', 'studio', 'simulator'] as const
type Family = (typeof FAMILIES)[number]

/** JSON text of an options object whose keys we do not know: bounds what a task's row keeps. */
const OPEN_OPTIONS_MAX = 16_384

export interface ModelOptions<Studio> {
  studio: Studio | null
  /** For the simulator's models; null for all others. */
  script: SimulatorScript | null
  warnings: Warning[]
}

/**
 * The families of `model_options` that the model does not take, as fields for `unsupported_option` (beatra.md 5.1). With
 * `auto` the entry is the one that was chosen: its price is not changed by an option (RULINGS 26).
 */
export function unsupportedFamilies(options: ModelOptionsWire, entry: CatalogueModel): string[] {
  return FAMILIES.filter((family) => options[family] !== undefined && !takesFamily(entry, family)).map(
    (family) => `model_options.${family}`,
  )
}

/**
 * Reads the families that the model takes; throws `invalid_request` naming the option. `parseStudio` reads the studio's,
 * which differ by capability.
 */
export function readModelOptions<Studio>(
  options: ModelOptionsWire,
  entry: CatalogueModel,
  parseStudio: (value: unknown) => Studio,
): ModelOptions<Studio> {
  const warnings: Warning[] = []
  if (options.suno !== undefined) {
    const suno = parseAt(parseSunoOptions, options.suno, 'suno')
    if (Object.keys(suno).length > 0) warnings.push(...ignoredWarnings('suno', entry))
  }
  if (options.minimax !== undefined) {
    const minimax = parseAt(parseMinimaxOptions, options.minimax, 'minimax')
    if (JSON.stringify(minimax).length > OPEN_OPTIONS_MAX) {
      throw invalidField(['model_options', 'minimax'], `must not exceed ${OPEN_OPTIONS_MAX} characters`, 'length')
    }
    if (Object.keys(minimax).length > 0) warnings.push(...ignoredWarnings('minimax', entry))
  }
  return {
    studio: options.studio === undefined ? null : parseAt(parseStudio, options.studio, 'studio'),
    script: entry.vendor.code === 'simulator' ? parseScript(options.simulator, ['model_options', 'simulator']) : null,
    warnings,
  }
}

function takesFamily(entry: CatalogueModel, family: Family): boolean {
  switch (family) {
    case 'suno':
    case 'minimax':
    case 'simulator':
      return entry.vendor.code === family
    case 'studio':
      return entry.vendor.code === 'studio' || isStandIn(entry)
  }
}

/** A stand-in cannot do what another maker's option asks for; saying nothing would be a lie. */
function ignoredWarnings(family: Family, entry: CatalogueModel): Warning[] {
  if (!isStandIn(entry)) return []
  const field = `model_options.${family}`
  return [{ code: 'option_ignored', message: 'The studio, which stands in, has no such options.', field }]
}

/** Runs a parser on a part of the body, so that its faults name the field from the body's root. */
function parseAt<Value>(parse: (value: unknown) => Value, value: unknown, family: Family): Value {
  try {
    return parse(value)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const issues = (error.details.issues ?? []).map((issue) => ({
      ...issue,
      path: ['model_options', family, ...issue.path],
    }))
    throw new GatewayError(error.code, { ...error.details, issues }, { cause: error })
  }
}
