import { Type, type Static } from 'typebox'
import { Errors, Check } from 'typebox/value'

import { parseCredits, PRICE_MAX } from './credits.ts'
import { canCount, PRICE_UNITS, type Price } from './pricing.ts'
import { CAPABILITIES, type Capability } from './work.ts'

const Text = Type.String({ minLength: 1, maxLength: 200 })
const Id = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const closed = { additionalProperties: false }

const VendorFile = Type.Object({ id: Id, code: Text, name: Text, description: Text }, closed)
const FeatureFile = Type.Object({ id: Id, capability: Text, code: Text, name: Text, description: Text }, closed)
const VoiceFile = Type.Object({ name: Text, description: Text, language: Text }, closed)
const ModelFile = Type.Object(
  {
    key: Text,
    id: Id,
    code: Text,
    name: Text,
    version: Text,
    description: Text,
    vendor: Text,
    capability: Text,
    price: Type.Object(
      {
        meter: Text,
        unit: Type.Enum([...PRICE_UNITS]),
        credits: Text,
        variants: Type.Record(Type.String(), Text),
      },
      closed,
    ),
    routes: Type.Array(Type.Object({ provider: Text, model: Text }, closed), { minItems: 1 }),
    outputs: Type.Integer({ minimum: 1, maximum: 8 }),
    durationSeconds: Type.Union([Type.Number({ minimum: 1, maximum: 600 }), Type.Null()]),
    listed: Type.Boolean(),
    piapi: Type.Array(Type.Object({ model: Text, taskType: Text }, closed)),
    maxRunning: Type.Optional(Type.Integer({ minimum: 1 })),
    voices: Type.Optional(Type.Array(VoiceFile, { minItems: 1 })),
  },
  closed,
)
const CatalogueFile = Type.Object(
  { vendors: Type.Array(VendorFile), features: Type.Array(FeatureFile), models: Type.Array(ModelFile) },
  closed,
)

/** OmnAPI's public `provider`: who a model is by name, not who runs it. */
export type Vendor = Static<typeof VendorFile>
/** OmnAPI's `feature`: a capability with its fixed integer id and code. */
export type Feature = Omit<Static<typeof FeatureFile>, 'capability'> & { capability: Capability }

/** One that a speech model can speak in. `language` is BCP 47's. */
export type Voice = Static<typeof VoiceFile>

export interface Route {
  provider: string
  model: string
}

/** One model for one kind of work: what a task names. */
export interface CatalogueModel {
  /** Unique; what the task row stores. */
  key: string
  /** Fixed integer for dialects with integer ids; the same for all entries of one model; never reused. */
  id: number
  code: string
  name: string
  version: string
  description: string
  vendor: Vendor
  feature: Feature
  capability: Capability
  /** As shipped: version 1 of the prices. What a task costs now is `Prices.current()`'s to say. */
  price: Price
  /** In order of preference. */
  routes: readonly Route[]
  /** How many results a task gives when the request does not say. */
  outputs: number
  /** Default length of audio; null where there is none. */
  durationSeconds: number | null
  /** Shown in model lists. */
  listed: boolean
  /** The (model, task_type) pairs by which PiAPI names it. */
  piapi: readonly { model: string; taskType: string }[]
  /** Tasks of this model that may run at once; null = only its provider's limit counts. */
  maxRunning: number | null
  /** Of a speech model, its usual one first; empty = nobody knows them here. */
  voices: readonly Voice[]
  /** Somebody here can do its work. Others stay readable, for the tasks once made under them. */
  servable: boolean
}

export interface Catalogue {
  /** In file order, which is the order of preference for `auto`. */
  models: readonly CatalogueModel[]
  /** Any entry, servable or not. Throws when there is none: for keys that this catalogue gave out itself. */
  byKey(key: string): CatalogueModel
  /** Any entry, or null: for keys of stored tasks, which another release's catalogue may have given out. */
  find(key: string): CatalogueModel | null
  /** The first servable entry of a capability: what `auto` or an absent model means (RULINGS 26). */
  auto(capability: Capability): CatalogueModel | null
  /** Servable entries whose code or display name is `name`; OmnAPI and beatra narrow them by capability. */
  named(name: string): readonly CatalogueModel[]
  piapi(model: string, taskType: string): CatalogueModel | null
  isPiapiModel(model: string): boolean
  featureOf(capability: Capability): Feature
}

/** What a stored task shows of its model: the entry, or a plain one for a key that only another release knows (RULINGS 71). */
export function entryOf(catalogue: Catalogue, task: { modelKey: string; capability: Capability }): CatalogueModel {
  const { modelKey: key, capability } = task
  return (
    catalogue.find(key) ?? {
      key,
      id: 0,
      code: key,
      name: key,
      version: '',
      description: '',
      vendor: { id: 0, code: 'unknown', name: 'Unknown', description: '' },
      feature: catalogue.featureOf(capability),
      capability,
      price: { meter: 'task', unit: 'task', each: 0, per: 1, variants: {} },
      routes: [],
      outputs: 1,
      durationSeconds: null,
      listed: false,
      piapi: [],
      maxRunning: null,
      voices: [],
      servable: false,
    }
  )
}

/** True when the studio does the work of a model that is not its own (RULINGS 25). */
export function isStandIn(model: CatalogueModel): boolean {
  return model.routes[0]?.provider === 'studio' && model.vendor.code !== 'studio'
}

/** Validates the catalogue's data; throws one Error that lists every fault by its place. `providers` = names that can serve. */
export function parseCatalogue(file: unknown, providers: ReadonlySet<string>): Catalogue {
  if (!Check(CatalogueFile, file)) {
    const faults = Errors(CatalogueFile, file).map((fault) => `${fault.instancePath || '/'} ${fault.message}`)
    throw new Error(`The catalogue is not valid: ${faults.join('; ')}`)
  }
  const faults: string[] = []
  const features = new Map<Capability, Feature>()
  for (const feature of file.features) {
    const capability = CAPABILITIES.find((name) => name === feature.capability)
    if (capability === undefined) faults.push(`feature ${feature.code}: no such capability ${feature.capability}`)
    else features.set(capability, { ...feature, capability })
  }
  const vendors = new Map(file.vendors.map((vendor) => [vendor.code, vendor]))
  const models: CatalogueModel[] = []
  for (const entry of file.models) {
    const routes = entry.routes.filter((route) => providers.has(route.provider))
    const model = toModel({ ...entry, routes }, vendors, features)
    if (typeof model === 'string') faults.push(model)
    else models.push(model)
  }
  faults.push(...duplicates(models))
  if (faults.length > 0) throw new Error(`The catalogue is not valid: ${faults.join('; ')}`)
  return indexCatalogue(models, features)
}

function toModel(
  entry: Static<typeof ModelFile>,
  vendors: ReadonlyMap<string, Vendor>,
  features: ReadonlyMap<Capability, Feature>,
): CatalogueModel | string {
  const vendor = vendors.get(entry.vendor)
  if (vendor === undefined) return `model ${entry.key}: no such vendor ${entry.vendor}`
  const feature = [...features.values()].find((candidate) => candidate.capability === entry.capability)
  if (feature === undefined) return `model ${entry.key}: no feature for capability ${entry.capability}`
  if (!canCount(entry.price.unit, feature.capability, entry.durationSeconds)) {
    return `model ${entry.key}: ${feature.capability} cannot be counted in ${entry.price.unit}`
  }
  const each = parsePrice(entry.price.credits)
  const variants: Record<string, number> = {}
  for (const [name, credits] of Object.entries(entry.price.variants)) {
    const units = parsePrice(credits)
    if (units === null) return `model ${entry.key}: the price ${credits} is not above zero with at most four decimals`
    variants[name] = units
  }
  if (each === null) {
    return `model ${entry.key}: the price ${entry.price.credits} is not above zero with at most four decimals`
  }
  return {
    ...entry,
    vendor,
    feature,
    capability: feature.capability,
    price: { meter: entry.price.meter, unit: entry.price.unit, each, per: 1, variants },
    maxRunning: entry.maxRunning ?? null,
    voices: entry.voices ?? [],
    servable: entry.routes.length > 0,
  }
}

function parsePrice(text: string): number | null {
  const units = parseCredits(text)
  return units === null || units === 0 || units > PRICE_MAX ? null : units
}

function duplicates(models: readonly CatalogueModel[]): string[] {
  const seen = new Set<string>()
  const faults: string[] = []
  for (const model of models) {
    const names = [
      `key ${model.key}`,
      `${model.code} for ${model.capability}`,
      ...model.piapi.map((pair) => `${pair.model} ${pair.taskType}`),
    ]
    for (const name of names) {
      if (seen.has(name)) faults.push(`${name} stands twice`)
      seen.add(name)
    }
  }
  return faults
}

function indexCatalogue(models: readonly CatalogueModel[], features: ReadonlyMap<Capability, Feature>): Catalogue {
  const byKey = new Map(models.map((model) => [model.key, model]))
  const byName = new Map<string, CatalogueModel[]>()
  const byPiapi = new Map<string, CatalogueModel>()
  const piapiModels = new Set<string>()
  for (const model of models.filter((candidate) => candidate.servable)) {
    for (const name of new Set([model.code, model.name])) byName.set(name, [...(byName.get(name) ?? []), model])
    for (const pair of model.piapi) {
      byPiapi.set(`${pair.model}\n${pair.taskType}`, model)
      piapiModels.add(pair.model)
    }
  }
  return {
    models,
    find: (key) => byKey.get(key) ?? null,
    byKey(key) {
      const model = byKey.get(key)
      if (model === undefined) throw new Error(`The catalogue has no entry ${key}`)
      return model
    },
    auto: (capability) => models.find((model) => model.servable && model.capability === capability) ?? null,
    named: (name) => byName.get(name) ?? [],
    piapi: (model, taskType) => byPiapi.get(`${model}\n${taskType}`) ?? null,
    isPiapiModel: (model) => piapiModels.has(model),
    featureOf(capability) {
      const feature = features.get(capability)
      if (feature === undefined) throw new Error(`The catalogue has no feature for ${capability}`)
      return feature
    },
  }
}
