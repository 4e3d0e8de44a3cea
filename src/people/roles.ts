import { createAccessControl } from 'better-auth/plugins/access'

/** What can be done with what belongs to an organisation. docs/people.md has the table; a test walks it over HTTP. */
const ac = createAccessControl({
  organization: ['update'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  key: ['create', 'read', 'revoke'],
  task: ['create', 'read', 'cancel'],
  billing: ['read'],
})

const manages = {
  organization: ['update'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  key: ['create', 'read', 'revoke'],
  task: ['create', 'read', 'cancel'],
  billing: ['read'],
} as const

/**
 * Owner and admin differ in what better-auth itself keeps to owners: to make, change, invite and remove owners. An auditor only
 * reads.
 */
const roles = {
  owner: ac.newRole(manages),
  admin: ac.newRole(manages),
  member: ac.newRole({ key: ['read'], task: ['create', 'read', 'cancel'], billing: ['read'] }),
  auditor: ac.newRole({ key: ['read'], task: ['read'], billing: ['read'] }),
} as const

export const ACCESS = { ac, roles } as const

export type Role = keyof typeof roles

export const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'auditor']

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text)
}

/** `mayDo(role, { key: ['create'] })`: all of it. */
export function mayDo(role: Role, permissions: Parameters<typeof roles.owner.authorize>[0]): boolean {
  return roles[role].authorize(permissions).success
}
