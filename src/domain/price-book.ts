import { Type, type Static } from 'typebox'
import { Check, Errors } from 'typebox/value'

import type { Catalogue, CatalogueModel } from './catalogue.ts'
import { parseCredits, PRICE_MAX, UNITS_PER_CREDIT, type CreditUnits } from './credits.ts'
import { GatewayError } from './errors.ts'
import { canCount, meterOf, PRICE_UNITS, type Price, type PriceUnit } from './pricing.ts'
import type { Instant } from './task.ts'

/** The version that needs no row: what the catalogue ships with (RULINGS 24). */
export const SHIPPED_VERSION = 1

/** What everything costs under one version of the prices. */
export interface PriceBook {
  version: number
  priceOf(model: CatalogueModel): Price
}

const closed = { additionalProperties: false }
const Decimal = Type.String({ pattern: /^\d{1,12}(?:\.\d{1,4})?$/.source })
const Quality = Type.Object({ credits: Type.Optional(Decimal), multiplier: Type.Optional(Decimal) }, closed)
const Entry = Type.Object(
  {
    unit: Type.Optional(Type.Enum([...PRICE_UNITS])),
    per: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    credits: Type.Optional(Decimal),
    multiplier: Type.Optional(Decimal),
    qualities: Type.Optional(Type.Record(Type.String(), Quality)),
  },
  closed,
)
const PricesWire = Type.Object(
  {
    /** RFC 3339; absent or past = at once. */
    starts_at: Type.Optional(Type.String()),
    /** Of every price. */
    multiplier: Type.Optional(Decimal),
    /** By the catalogue's key. What is not named costs as shipped. */
    models: Type.Optional(Type.Record(Type.String(), Entry)),
  },
  closed,
)
type EntryWire = Static<typeof Entry>

/** Prices as an operator gives them, read. */
export interface ParsedPrices {
  /** Null = at once. */
  startsAt: Instant | null
  /** By the catalogue's key: every entry of the catalogue but those at fault. */
  prices: ReadonlyMap<string, Price>
  /** What is wrong, each by its place. */
  faults: string[]
}

/** What is wrong with prices that were given; the message is for a person and names each fault by its place. */
export class PricesError extends Error {
  override name = 'PricesError'

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.slice(0, FAULTS_SHOWN).join('; '), options)
  }
}

/** Reads prices that are to be set: whole, or throws a PricesError. */
export function parsePrices(file: unknown, catalogue: Catalogue): ParsedPrices {
  const parsed = readPrices(file, catalogue)
  const unknown = namesOf(file).filter((key) => catalogue.find(key) === null)
  const faults = [...parsed.faults, ...unknown.map((key) => `/models/${key} is no entry of the catalogue`)]
  if (faults.length > 0) throw new PricesError(faults)
  return parsed
}

/** Reads prices that were set, perhaps by another release, whose models may be others and cost nothing here. */
export function readPrices(file: unknown, catalogue: Catalogue): ParsedPrices {
  if (!Check(PricesWire, file)) {
    const faults = Errors(PricesWire, file).map((fault) => `${fault.instancePath || '/'} ${fault.message}`)
    return { startsAt: null, prices: new Map(), faults }
  }
  const faults: string[] = []
  const startsAt = file.starts_at === undefined ? null : readTime(file.starts_at)
  if (Number.isNaN(startsAt)) faults.push('/starts_at must be an RFC 3339 date-time with its zone')
  const general = multiplierOf(file.multiplier)
  if (general === null) faults.push(`/multiplier ${MULTIPLIER_FAULT}`)
  const prices = new Map<string, Price>()
  for (const model of catalogue.models) {
    const price = resolve(model, file.models?.[model.key] ?? {}, general ?? UNITS_PER_CREDIT)
    if (typeof price === 'string') faults.push(`/models/${model.key}${price}`)
    else prices.set(model.key, price)
  }
  return { startsAt, prices, faults }
}

function namesOf(file: unknown): string[] {
  return Check(PricesWire, file) ? Object.keys(file.models ?? {}) : []
}

/** Refuses a model whose price cannot be told as `unavailable`: another process may know it, and none may guess. */
export function makePriceBook(version: number, prices: ReadonlyMap<string, Price>): PriceBook {
  return {
    version,
    priceOf(model) {
      const price = prices.get(model.key)
      if (price === undefined) throw new GatewayError('unavailable', { message: 'The price is not known here.' })
      return price
    },
  }
}

/** Version 1. */
export const SHIPPED_PRICES: PriceBook = { version: SHIPPED_VERSION, priceOf: (model) => model.price }

const FAULTS_SHOWN = 20
const MULTIPLIER_FAULT = 'must be above 0 and at most 10000, with at most four decimals'
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i

function readTime(text: string): number {
  return DATE_TIME.test(text) ? Date.parse(text) : Number.NaN
}

/** A string = what is wrong, from the entry's own place on. */
function resolve(model: CatalogueModel, entry: EntryWire, general: number): Price | string {
  const { price: shipped } = model
  const { unit = shipped.unit, qualities = {} } = entry
  const isOther = unit !== shipped.unit || (entry.per ?? shipped.per) !== shipped.per
  if (!canCount(unit, model.capability, model.durationSeconds)) {
    return `/unit ${model.capability} cannot be counted in ${unit} here`
  }
  if (isOther && entry.credits === undefined) return '/credits is required where the unit is not the shipped one'
  const own = multiplierOf(entry.multiplier)
  if (own === null) return `/multiplier ${MULTIPLIER_FAULT}`
  const unknown = Object.keys(qualities).find((name) => !Object.hasOwn(shipped.variants, name))
  if (unknown !== undefined) return `/qualities/${unknown} is no quality of this model`
  const base = entry.credits === undefined ? shipped.each : (parseCredits(entry.credits) ?? 0)
  const each = times(base, own, general)
  if (!isPrice(each, unit)) return `/credits ${PRICE_FAULT}`
  const variants: Record<string, CreditUnits> = {}
  for (const [name, normal] of Object.entries(shipped.variants)) {
    const { credits, multiplier } = qualities[name] ?? {}
    const factor = multiplierOf(multiplier)
    if (factor === null) return `/qualities/${name}/multiplier ${MULTIPLIER_FAULT}`
    if (isOther && credits === undefined && multiplier === undefined) {
      return `/qualities/${name} is required where the unit is not the shipped one`
    }
    const from = multiplier === undefined ? normal : base
    const variant = times(credits === undefined ? from : (parseCredits(credits) ?? 0), factor, own, general)
    if (!isPrice(variant, unit)) return `/qualities/${name} ${PRICE_FAULT}`
    variants[name] = variant
  }
  const meter = unit === shipped.unit ? shipped.meter : meterOf(unit, model.capability)
  return { meter, unit, each, per: entry.per ?? shipped.per, variants }
}

const PRICE_FAULT =
  'must come to more than 0 and at most 100000000 credits, or 100000 where seconds and smaller are counted'

/** A task may be thousands of characters, and its price is exact up to 2^53. */
function isPrice(units: CreditUnits, unit: PriceUnit): boolean {
  return units > 0 && units <= (unit === 'task' || unit === 'image' ? PRICE_MAX : PRICE_MAX / 1000)
}

/** In ten-thousandths; absent = 1. Null = it cannot be one. */
function multiplierOf(text: string | undefined): number | null {
  if (text === undefined) return UNITS_PER_CREDIT
  const scaled = parseCredits(text)
  return scaled === null || scaled === 0 || scaled > 10_000 * UNITS_PER_CREDIT ? null : scaled
}

/** Exactly, and only then rounded up to a whole credit unit. */
function times(units: CreditUnits, ...multipliers: readonly number[]): CreditUnits {
  const scale = multipliers.reduce((product) => product * BigInt(UNITS_PER_CREDIT), 1n)
  const product = multipliers.reduce((amount, multiplier) => amount * BigInt(multiplier), BigInt(units))
  return Number((product + scale - 1n) / scale)
}
