import { ORDINARY_SCOPES, type Scope } from './scope.ts'
import type { Instant } from './task.ts'

/** What a key may do, besides its limits. */
export interface KeyTerms {
  name: string
  scopes: readonly Scope[]
  /** Models that it may name, by their key or code in the catalogue; null = all. */
  models: readonly string[] | null
  /** Addresses and CIDR ranges that it may be used from, valid as written; null = all. */
  networks: readonly string[] | null
  /** Null = never. */
  expiresAt: Instant | null
}

/** Of a key that nothing was said about but its name. */
export const ORDINARY_TERMS: Omit<KeyTerms, 'name'> = {
  scopes: ORDINARY_SCOPES,
  models: null,
  networks: null,
  expiresAt: null,
}
