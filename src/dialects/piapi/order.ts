import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import type { MediaNeeds } from '../../domain/read-media-input.ts'
import type { Warning } from '../../domain/task.ts'
import type { Work } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Names } from './names.ts'

/** What a family makes of a body: the work, and `input` as it is shown from then on (known fields, zero values added). */
export interface Order {
  work: Work
  echo: JsonObject
  /** The entry that it is, where names and body together say so; left out: the one of the names. */
  modelKey?: string
  /** Which price of the entry applies; left out: its normal one. */
  priceVariant?: string
  /** What is not done as asked; left out: nothing. */
  warnings?: readonly Warning[]
}

export interface Asked extends Names {
  entry: CatalogueModel
}

/** `needs` gathers the files that the body names or holds. */
export interface FamilyContext extends ParseContext {
  needs: MediaNeeds
}

/** Throws `invalid_request` naming the field below `input`. */
export type ParseFamily = (body: JsonObject, asked: Asked, context: FamilyContext) => Order
