import type { CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import type { Work } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Names } from './names.ts'

/** What a family makes of a body: the work, and `input` as it is shown from then on (known fields, zero values added). */
export interface Order {
  work: Work
  echo: JsonObject
}

export interface Asked extends Names {
  entry: CatalogueModel
}

/** Throws `invalid_request` naming the field below `input`. */
export type ParseFamily = (body: JsonObject, asked: Asked, context: ParseContext) => Order
