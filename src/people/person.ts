import type { Uuid } from '../lib/ids.ts'
import type { Role } from './roles.ts'

/** Who is signed in, and for which organisation the session acts. */
export interface Person {
  userId: Uuid
  email: string
  operator: boolean
  sessionId: Uuid
  /** The session's active one, with the role as it is now; null = none. */
  organisation: { id: Uuid; number: number; role: Role } | null
}
