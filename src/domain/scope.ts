import type { Route } from './dialect.ts'

/** What a key may do. None holds another. */
export const SCOPES = ['create', 'read', 'cancel', 'billing', 'operator'] as const

export type Scope = (typeof SCOPES)[number]

/** What a key is given unless somebody says otherwise: everything within its organisation. */
export const ORDINARY_SCOPES: readonly Scope[] = ['create', 'read', 'cancel', 'billing']

/**
 * What a route asks of a key: a scope, or with `any` that it is valid. `open` = no key is looked at; `person` = a signed-in
 * person, and no key.
 */
export type RouteScope = Scope | 'any' | 'open' | 'person'

/** Of every route of every dialect, by its kind. */
export function scopeOf(route: Route): RouteScope {
  switch (route.kind) {
    case 'create':
    case 'upload':
    case 'give':
      return 'create'
    case 'read':
    case 'list':
    case 'activity':
    case 'history':
      return 'read'
    case 'cancel':
      return 'cancel'
    case 'account':
      return 'billing'
    case 'plain':
      return route.open ? 'open' : 'any'
  }
}

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text)
}
