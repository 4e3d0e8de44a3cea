import { KEY_ROUTES } from './key-routes.ts'
import { MONEY_ROUTES } from './money-routes.ts'
import type { OperatorRoute } from './operator-route.ts'
import { ORGANISATION_ROUTES } from './organisation-routes.ts'
import { PEOPLE_ROUTES } from './people-routes.ts'
import { WATCH_ROUTES } from './watch-routes.ts'

/** All that an operator can do: what is mounted under `/operator/v1`, and what its OpenAPI document tells. */
export const OPERATOR_ROUTES: readonly OperatorRoute[] = [
  ...ORGANISATION_ROUTES,
  ...PEOPLE_ROUTES,
  ...KEY_ROUTES,
  ...MONEY_ROUTES,
  ...WATCH_ROUTES,
]
