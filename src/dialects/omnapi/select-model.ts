import type { Catalogue, CatalogueModel } from '../../domain/catalogue.ts'
import { invalidField, type GatewayError } from '../../domain/errors.ts'
import type { Capability } from '../../domain/work.ts'
import type { Path } from './reading.ts'

/** How a body names its model; null = left out. */
interface ModelQuery {
  provider: string | null
  /** A code, a display name, or a path `provider/model/feature`. */
  model: string | null
  feature: string | null
  /** Where faults of the model are reported. */
  modelPath: Path
}

const NOT_OFFERED = 'is unknown or not offered here'

/**
 * Finds the catalogue entry that a body means (RULINGS 26, 27, 42), or throws `invalid_request` naming `provider`, `model`
 * or `feature`. Codes and display names are both taken, as omnapi.md 14 row 5 asks.
 */
export function selectModel(catalogue: Catalogue, query: ModelQuery): CatalogueModel {
  const path = query.model === null ? null : parseModelPath(catalogue, query.model)
  if (path === null) return selectByParts(catalogue, query)
  const { modelPath } = query
  const pathCapability = capabilityOf(catalogue, path.feature)
  const vendor = vendorCodeOf(catalogue, path.provider)
  if (pathCapability === null || vendor === null) throw invalidField(modelPath, NOT_OFFERED, 'enum')
  if (query.provider !== null && vendorCodeOf(catalogue, query.provider) !== vendor) {
    throw invalidField(['provider'], 'is not the provider that the model path names', 'enum')
  }
  if (query.feature !== null && capabilityOf(catalogue, query.feature) !== pathCapability) {
    throw invalidField(['feature'], 'is not the feature that the model path names', 'enum')
  }
  const found = namedBy(catalogue, path.model, pathCapability, vendor)[0]
  if (found === undefined) throw noModel(catalogue, pathCapability, vendor, modelPath)
  return found
}

/** The kind of work that a feature's code or display name stands for; null = none that is offered. */
export function capabilityOf(catalogue: Catalogue, feature: string): Capability | null {
  const offers = ({ feature: { code, name } }: CatalogueModel) => code === feature || name === feature
  return catalogue.models.find(offers)?.capability ?? null
}

function selectByParts(catalogue: Catalogue, { provider, model, feature, modelPath }: ModelQuery): CatalogueModel {
  if (feature === null) throw invalidField(['feature'], 'is required', 'missing')
  const capability = capabilityOf(catalogue, feature)
  if (capability === null)
    throw notOffered(
      ['feature'],
      offered(catalogue).map(({ feature: { code } }) => code),
    )
  const vendor = provider === null ? null : vendorCodeOf(catalogue, provider)
  if (provider !== null && vendor === null) {
    throw notOffered(
      ['provider'],
      offered(catalogue).map(({ vendor: { code } }) => code),
    )
  }
  if (model === null && vendor === null) throw invalidField(['provider'], 'is required without a model', 'missing')
  const candidates =
    model === null || model === 'auto'
      ? defaultsOf(catalogue, capability, vendor)
      : namedBy(catalogue, model, capability, vendor)
  const [found, ...others] = candidates
  if (found === undefined) throw noModel(catalogue, capability, vendor, modelPath)
  if (others.some((other) => other.vendor.code !== found.vendor.code)) {
    throw invalidField(['provider'], 'is required: several providers have a model of this name', 'missing')
  }
  return found
}

/** RULINGS 42, and the studio's own: others have prices and limits that only their own API knows. */
const VENDORS = new Set(['producer', 'simulator', 'studio'])

function isOffered({ vendor }: CatalogueModel): boolean {
  return VENDORS.has(vendor.code)
}

function offered({ models }: Catalogue): CatalogueModel[] {
  return models.filter((model) => model.servable && isOffered(model))
}

function noModel(catalogue: Catalogue, capability: Capability, vendor: string | null, path: Path): GatewayError {
  const models = offered(catalogue).filter(
    (model) => model.capability === capability && (vendor === null || model.vendor.code === vendor),
  )
  return notOffered(
    path,
    models.map(({ code }) => code),
  )
}

function notOffered(path: Path, names: readonly string[]): GatewayError {
  const known = [...new Set(names)].join(', ')
  return invalidField(path, known === '' ? NOT_OFFERED : `${NOT_OFFERED}: there are ${known}`, 'enum')
}

function defaultsOf(catalogue: Catalogue, capability: Capability, vendor: string | null): CatalogueModel[] {
  const found =
    vendor === null
      ? catalogue.auto(capability)
      : catalogue.models.find(
          (model) => model.servable && model.capability === capability && model.vendor.code === vendor,
        )
  return found ? [found] : []
}

function namedBy(
  catalogue: Catalogue,
  name: string,
  capability: Capability,
  vendor: string | null,
): readonly CatalogueModel[] {
  return catalogue
    .named(name)
    .filter(
      (model) =>
        isOffered(model) && model.capability === capability && (vendor === null || model.vendor.code === vendor),
    )
}

function vendorCodeOf(catalogue: Catalogue, provider: string): string | null {
  const isMeant = ({ vendor }: CatalogueModel) => vendor.code === provider || vendor.name === provider
  return catalogue.models.find((model) => isOffered(model) && isMeant(model))?.vendor.code ?? null
}

/** A model's own code may hold slashes (`sim/image`), so the provider is the first part and the feature the last. */
function parseModelPath(catalogue: Catalogue, text: string) {
  const parts = text.split('/')
  const provider = parts[0]
  const feature = parts.at(-1)
  if (parts.length < 3 || provider === undefined || feature === undefined) return null
  if (catalogue.named(text).length > 0) return null
  return { provider, model: parts.slice(1, -1).join('/'), feature }
}
