import { Type } from 'typebox'

import { changePerson, readPeoplePage, readPerson } from '../../core/manage-people.ts'
import { parseId } from '../../lib/ids.ts'
import { NOTHING, operatorRoute, type OperatorRoute } from './operator-route.ts'
import { pageOf } from './read-asked.ts'
import { renderPage, renderPerson } from './render.ts'
import * as schemas from './schemas.ts'

const { closed } = schemas

/** Who there is, who is an operator, and who is locked out. */
export const PEOPLE_ROUTES: readonly OperatorRoute[] = [
  operatorRoute({
    method: 'GET',
    path: '/people',
    summary: 'All people with their roles, the newest first.',
    status: 200,
    query: Type.Object(schemas.PAGE, closed),
    body: NOTHING,
    answer: schemas.listOf(schemas.Person),
    async handle(context, { query }) {
      return renderPage(await readPeoplePage(context, pageOf(query, 'usr')), renderPerson)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/people/:id',
    summary: 'One person.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Person,
    async handle(context, { id }) {
      return renderPerson(await readPerson(context.sql, parseId(id, ['usr'])))
    },
  }),
  operatorRoute({
    method: 'PATCH',
    path: '/people/:id',
    summary: 'Say whether a person is an operator, and whether they are locked out. Either ends their sessions.',
    status: 200,
    query: NOTHING,
    body: Type.Object({ operator: Type.Optional(Type.Boolean()), locked: Type.Optional(Type.Boolean()) }, closed),
    answer: schemas.Person,
    async handle(context, { id, body, origin }) {
      const change = { operator: body.operator ?? null, locked: body.locked ?? null }
      return renderPerson(await changePerson(context, origin, parseId(id, ['usr']), change))
    },
  }),
]
