import type { Sql } from '../lib/sql.ts'

/** One statement that must return no row; a row is a discrepancy, described by its columns. */
export interface Invariant {
  name: string
  /** `$1` = an organisation's number; for `tasks`, `$2` and `$3` = the places from and before which it looks. */
  text: string
  /** `tasks` looks at each task by itself, so a big organisation is read in pieces. */
  scope: 'organisation' | 'tasks'
}

/**
 * What must hold for every organisation at every moment, as SQL that finds what does not. Each looks at one organisation, and
 * at its tasks in pieces, so that a check of all is many short reads and never one long snapshot (engine-review hole 21).
 */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'balances follow from movements',
    scope: 'organisation',
    text: `select a.organisation, a.available, a.held, m.available as derived_available, m.held as derived_held
      from accounts a cross join lateral (
        select coalesce(sum(amount) filter (where credit = 'available'), 0) - coalesce(sum(amount) filter (where debit = 'available'), 0) as available,
          coalesce(sum(amount) filter (where credit = 'held'), 0) - coalesce(sum(amount) filter (where debit = 'held'), 0) as held
        from movements m where m.organisation = a.organisation) m
      where a.organisation = $1 and (a.available <> m.available or a.held <> m.held)`,
  },
  {
    name: 'held is the sum of the open holds',
    scope: 'organisation',
    text: `select a.organisation, a.held, t.held as open_holds from accounts a cross join lateral (
        select coalesce(sum(t.held), 0) as held from tasks t where t.organisation = a.organisation and t.status < 3) t
      where a.organisation = $1 and a.held <> t.held`,
  },
  {
    name: 'movements are numbered without gaps',
    scope: 'organisation',
    text: `select a.organisation, a.movement_seq, m.n, m.most from accounts a cross join lateral (
        select count(*) as n, coalesce(max(seq), 0) as most from movements m where m.organisation = a.organisation) m
      where a.organisation = $1 and (a.movement_seq <> m.n or a.movement_seq <> m.most)`,
  },
  {
    name: 'a statement is the sum of its movements',
    scope: 'organisation',
    text: `select s.month, s.granted, s.held, s.charged, s.released, s.refunded, m.granted as moved_grants, m.held as moved_holds,
        m.charged as moved_captures, m.released as moved_releases, m.refunded as moved_refunds
      from statements s cross join lateral (
        select coalesce(sum(amount) filter (where kind = 'grant'), 0) as granted, coalesce(sum(amount) filter (where kind = 'hold'), 0) as held,
          coalesce(sum(amount) filter (where kind = 'capture'), 0) as charged, coalesce(sum(amount) filter (where kind = 'release'), 0) as released,
          coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded, count(*) as n
        from movements m where m.organisation = s.organisation and m.seq between s.first_seq and s.last_seq) m
      where s.organisation = $1 and ((s.granted, s.held, s.charged, s.released, s.refunded)
        is distinct from (m.granted, m.held, m.charged, m.released, m.refunded) or m.n <> s.last_seq - s.first_seq + 1)`,
  },
  {
    name: 'statements follow one another without gaps',
    scope: 'organisation',
    text: `select n.* from (
        select s.month, s.first_seq, s.opening_available, s.opening_held, lag(s.month) over w as month_before,
          coalesce(lag(s.last_seq) over w, 0) as last_seq_before, coalesce(lag(s.closing_available) over w, 0) as closing_available_before,
          coalesce(lag(s.closing_held) over w, 0) as closing_held_before
        from statements s where s.organisation = $1 window w as (order by s.month)) n
      where n.first_seq <> n.last_seq_before + 1 or n.month_before + interval '1 month' <> n.month
        or (n.opening_available, n.opening_held) <> (n.closing_available_before, n.closing_held_before)`,
  },
  {
    name: 'a task and its movements agree',
    scope: 'tasks',
    text: `select t.id as task, t.status, t.held, t.captured, t.released, t.refunded, m.held as moved_hold, m.captured as moved_capture,
        m.released as moved_release, m.refunded as moved_refund
      from tasks t cross join lateral (
        select coalesce(sum(amount) filter (where kind = 'hold'), 0) as held, coalesce(sum(amount) filter (where kind = 'capture'), 0) as captured,
          coalesce(sum(amount) filter (where kind = 'release'), 0) as released, coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded
        from movements m where m.task = t.id) m
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and (t.held, t.captured, t.released, t.refunded) is distinct from (m.held, m.captured, m.released, m.refunded)`,
  },
  {
    name: 'an open task has its job, an ended one has none',
    scope: 'tasks',
    text: `select t.id as task, t.status, j.id as job from tasks t left join jobs j on j.task = t.id
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and (t.status < 3) <> (j.id is not null)`,
  },
  {
    name: 'every job belongs to a task of its lane',
    scope: 'organisation',
    text: `select j.id as job, j.task from jobs j left join tasks t on t.id = j.task where j.lane = $1 and t.organisation is distinct from j.lane`,
  },
  {
    name: 'active counts the jobs that are let in',
    scope: 'organisation',
    text: `select a.organisation, a.active, j.n from accounts a cross join lateral (
        select count(*) as n from jobs j where j.lane = a.organisation and j.phase >= 1) j
      where a.organisation = $1 and a.active <> j.n`,
  },
  {
    name: 'nobody waits while there is room',
    scope: 'organisation',
    text: `select a.organisation, a.active, a.max_active from accounts a where a.organisation = $1 and a.active < a.max_active
        and exists (select from jobs j where j.lane = a.organisation and j.phase = 0)`,
  },
  {
    name: 'a limited key counts the jobs that it let through',
    scope: 'organisation',
    text: `select l.api_key, l.active, j.n from task_limits l cross join lateral (
        select count(*) as n from jobs j where j.lane = l.organisation and j.limited_key = l.api_key and j.phase >= 0) j
      where l.organisation = $1 and l.api_key is not null and l.active <> j.n`,
  },
  {
    name: 'no key holds back what it has room for',
    scope: 'organisation',
    text: `select j.id as job, j.limited_key, l.active, l.max_active from jobs j
      left join task_limits l on l.organisation = j.lane and l.api_key = j.limited_key
      where j.lane = $1 and j.phase = -1 and (l.max_active is null or l.active < l.max_active)`,
  },
  {
    name: 'an ended task has no purchase in the making',
    scope: 'tasks',
    text: `select p.id as purchase, p.state, t.id as task, t.status from tasks t join purchases p on p.task = t.id
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and t.status >= 3 and p.state in ('sending', 'accepted', 'unknown')`,
  },
  {
    name: 'a success has its output and its artifacts',
    scope: 'tasks',
    text: `select t.id as task from tasks t join task_payloads w on w.task = t.id
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and t.status = 3 and (w.output is null
        or (t.keep_until > now() and not exists (select from artifacts f where f.task = t.id)))`,
  },
  {
    name: 'every task has its payload',
    scope: 'tasks',
    text: `select t.id as task from tasks t left join task_payloads w on w.task = t.id where t.organisation = $1 and t.place >= $2 and t.place < $3 and w.task is null`,
  },
  {
    name: 'a pending message is to be sent, any other is not',
    scope: 'tasks',
    text: `select m.id as message, m.state, d.message as delivery from tasks t join messages m on m.task = t.id
      left join deliveries d on d.message = m.id
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and (m.state = 0) <> (d.message is not null)`,
  },
  {
    name: 'a message about an endpoint agrees with its delivery',
    scope: 'organisation',
    text: `select m.id as message, m.state, d.message as delivery from messages m left join deliveries d on d.message = m.id
      where m.organisation = $1 and m.task is null and (m.state = 0) <> (d.message is not null)`,
  },
  {
    name: 'events are numbered without gaps',
    scope: 'organisation',
    // The oldest are dropped by day, and days may overlap by a few: of those only the highest number counts.
    text: `select a.organisation, a.event_seq, e.n, o.seq as old, e.most from accounts a
      cross join lateral (
        select coalesce(max(seq) filter (where day < current_date - 25), min(seq) - 1) as seq from events where organisation = a.organisation) o
      cross join lateral (
        select count(*) as n, coalesce(max(seq), o.seq) as most from events where organisation = a.organisation and seq > o.seq) e
      where a.organisation = $1 and (a.event_seq <> e.most or e.most - o.seq <> e.n)`,
  },
  {
    name: 'what is wanted is what the enabled endpoints want',
    scope: 'organisation',
    text: `select a.organisation, a.wanted_events, w.bits from accounts a cross join lateral (
        select coalesce(bit_or(event_bit(k.kind)), 0) as bits from endpoints e cross join unnest(e.events) as k (kind)
        where e.organisation = a.organisation and e.enabled) w
      where a.organisation = $1 and a.wanted_events <> w.bits`,
  },
  {
    name: 'the message to the URL of an ended task exists',
    scope: 'tasks',
    text: `select t.id as task, t.callback_message from tasks t left join messages m on m.id = t.callback_message
      where t.organisation = $1 and t.place >= $2 and t.place < $3 and t.callback_message is not null and m.id is null`,
  },
  {
    name: 'an idempotency key names a task that exists',
    scope: 'organisation',
    // Keys of quotes name a version of the prices instead (`quote-task.ts`), below any id of a task.
    text: `select i.key, i.task from idempotency_keys i left join tasks t on t.id = i.task
      where i.organisation = $1 and t.id is null and i.task > '00000000-0000-0000-ffff-ffffffffffff'`,
  },
]

export async function listOrganisationNumbers(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ number: number }>(
    'list-organisation-numbers',
    'select number from organisations order by number',
    [],
  )
  return rows.map((row) => row.number)
}

/** Where the pieces of an organisation's tasks begin, by place, each of at most `size` tasks; the first has the first task. */
export async function findPieces(sql: Sql, organisation: number, size: number): Promise<number[]> {
  const borders = [0]
  for (;;) {
    const [row] = await sql.query<{ place: number }>(
      'find-next-piece',
      'select place from tasks where organisation = $1 and place >= $2 order by place offset $3 limit 1',
      [organisation, borders.at(-1), size],
    )
    if (row === undefined) return borders
    borders.push(row.place)
  }
}

/** The rows that break an invariant in one organisation, in the piece of its tasks that is said; none = it holds. */
export function findBreaches(
  sql: Sql,
  invariant: Invariant,
  organisation: number,
  piece: { from: number; before: number | null },
): Promise<Record<string, unknown>[]> {
  const values =
    invariant.scope === 'tasks' ? [organisation, piece.from, piece.before ?? Number.MAX_SAFE_INTEGER] : [organisation]
  return sql.query(`invariant ${invariant.name}`, invariant.text, values)
}
