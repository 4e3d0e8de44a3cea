import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { LaunchError } from './launch-error.ts'

/** Whom the server runs as, where that is not ourselves. */
export type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root, so root hands it to somebody with fewer rights: to the cluster's owner where there
 * is one, else to a user `medley`, else to `nobody`. Null: the server runs as we do.
 */
export function chooseAccount(cluster: string): Account | null {
  const owner = statSync(cluster, { throwIfNoEntry: false })
  const uid = process.getuid?.()
  if (uid === 0)
    return owner === undefined || owner.uid === 0 ? findSystemAccount() : { uid: owner.uid, gid: owner.gid }
  if (owner !== undefined && owner.uid !== uid) {
    throw new LaunchError(
      `The database in ${cluster} belongs to another user (id ${owner.uid}): start Medley as that user, or give the folder to this one with chown -R.`,
    )
  }
  assertNamed()
  return null
}

function findSystemAccount(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['medley', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':')
    const uid = Number(fields?.[2])
    const gid = Number(fields?.[3])
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) return { uid, gid }
  }
  throw new LaunchError(
    'PostgreSQL refuses to run as root, and there is no user `medley` or `nobody` to run it: add one, start Medley as another user, or set DATABASE_URL.',
  )
}

/** Containers may run under an id that has no name, which PostgreSQL does not take. */
function assertNamed(): void {
  try {
    userInfo()
  } catch (error) {
    throw new LaunchError(
      `PostgreSQL refuses to run under a user id without a name (id ${process.getuid?.() ?? 'unknown'}): add a line for it to /etc/passwd, or set DATABASE_URL.`,
      { cause: error },
    )
  }
}
