import type { Sql } from '../../lib/sql.ts'
import { readServerFigures } from '../../store/doctor-figures.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** Beside its pool a process has two connections for lists and one that listens. */
const BESIDE_POOL = 3
/** Commands, migrations, people. */
const SPARE = 5

/** How many connections the server has left, also once every process fills its pool (engine-review hole 36). */
export async function checkConnections(sql: Sql, poolSize: number): Promise<Finding[]> {
  const { used, most, reserved, processes } = await readServerFigures(sql)
  const room = most - reserved
  const wanted = processes * (poolSize + BESIDE_POOL)
  const found = `${used} of ${room} connections in use`
  if (used >= room - 2) {
    return [
      fail('connections', found, 'raise max_connections of the server, or lower MEDLEY_DB_CONNECTIONS of each process'),
    ]
  }
  if (wanted + SPARE > room) {
    const running = `${found}; ${processes} running processes may want ${wanted} (MEDLEY_DB_CONNECTIONS=${poolSize})`
    return [
      warn(
        'connections',
        running,
        'raise max_connections of the server, or lower MEDLEY_DB_CONNECTIONS of each process',
      ),
    ]
  }
  if (used > 0.8 * room) return [warn('connections', found, 'see who has them: select * from pg_stat_activity')]
  return [ok('connections', `${found}${processes === 0 ? '' : `; running processes may want ${wanted}`}`)]
}
