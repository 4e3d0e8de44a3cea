/** What moves credits: a grant adds them, a hold sets them aside at create, the end of a task captures or releases them. */
export const MOVEMENT_KINDS = ['grant', 'hold', 'capture', 'release', 'refund'] as const
export type MovementKind = (typeof MOVEMENT_KINDS)[number]
