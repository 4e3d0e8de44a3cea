import { isStandIn, type Catalogue, type CatalogueModel } from '../../domain/catalogue.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { Warning } from '../../domain/task.ts'
import { CAPABILITY_WORDS, type Capability } from '../../domain/work.ts'

/** The word by which a client leaves the choice to us; also what an absent `model` means (RULINGS 26). */
export const AUTO = 'auto'

/**
 * The catalogue entry that a body's `model` means. beatra's models are the listed ones and the simulator's; entries that
 * exist for another dialect's names are unknown here (RULINGS 27: 400 `unsupported_model`).
 */
export function chooseModel(catalogue: Catalogue, asked: string, capability: Capability): CatalogueModel {
  if (asked === AUTO) {
    const entry = catalogue.auto(capability)
    if (entry === null) throw new GatewayError('unsupported_capability')
    return entry
  }
  const entry = catalogue.named(asked).find((model) => model.capability === capability && isBeatraModel(model))
  if (entry === undefined) {
    const fault = `is unknown or not offered for ${CAPABILITY_WORDS[capability]}`
    throw new GatewayError('unsupported_model', {
      message: `The model ${fault}: GET /v1/models lists what is.`,
      issues: [{ path: ['model'], message: fault, type: 'not_found' }],
    })
  }
  return entry
}

/** RULINGS 25: what a client must know when the studio does the work of a model that is not its own. */
export function standInWarnings(entry: CatalogueModel): Warning[] {
  if (!isStandIn(entry)) return []
  const message = `No provider is set for ${entry.code}: the studio stands in for it.`
  return [{ code: 'stand_in_model', message, field: 'model' }]
}

function isBeatraModel(model: CatalogueModel): boolean {
  return model.listed || model.vendor.code === 'simulator'
}
