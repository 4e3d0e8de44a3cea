/** One change of a file: `find` stands in it, and its first place becomes `put`. */
export interface Edit {
  file: string
  find: string
  put: string
}

/** Bugs that a run of chaos has to find; they are made in a copy of the repository, never in it (try-planted.ts). */
export const PLANTED_BUGS: Readonly<Record<string, readonly Edit[]>> = {
  // The index and the verdict that says the same a moment earlier; and, since the attempts' fence would still keep a second
  // buyer out, the claim no longer sees a purchase that is being sent.
  'two-open-purchases': [
    {
      file: 'migrations/000001-tables.sql',
      find: 'create unique index one_open_purchase',
      put: 'create index one_open_purchase',
    },
    { file: 'migrations/000004-run-tasks.sql', find: `when p.id is not null then 'open'`, put: '' },
    {
      file: 'migrations/000003-claim-jobs.sql',
      find: `from purchases where task = j.task and not closed limit 1`,
      put: `from purchases where task = j.task and state not in ('refused', 'not_sent', 'sending') limit 1`,
    },
  ],
  'no-fence': [
    {
      file: 'migrations/000005-settle-tasks.sql',
      find: `(j.id is distinct from u.job or j.attempt <> u.attempt or j.worker is null) then 'lost'`,
      put: `j.id is distinct from u.job then 'lost'`,
    },
    {
      file: 'migrations/000004-run-tasks.sql',
      find: 'join jobs j on j.id = u.job and j.attempt = u.attempt and j.worker is not null for no key update of j',
      put: 'join jobs j on j.id = u.job for no key update of j',
    },
    {
      file: 'migrations/000004-run-tasks.sql',
      find: `select inp.* from inp join jobs j on j.id = inp.job and j.attempt = inp.attempt and j.worker is not null)`,
      put: `select inp.* from inp join jobs j on j.id = inp.job)`,
    },
  ],
  'no-release': [
    {
      file: 'migrations/000005-settle-tasks.sql',
      find: 'sum(u.held - u.captured)::bigint as released',
      put: 'sum(case when u.captured = 0 then 0 else u.held - u.captured end)::bigint as released',
    },
    {
      file: 'migrations/000005-settle-tasks.sql',
      find: 'where u.last is not null and m.amount > 0;',
      put: `where u.last is not null and m.amount > 0 and (m.kind = 'capture' or u.captured > 0);`,
    },
  ],
  // An end is told to the task's own URL only.
  'forgotten-endpoints': [
    {
      file: 'migrations/000005-settle-tasks.sql',
      find: '(has_callback or wanted_events & event_bit(kind) > 0) as is_wanted',
      put: 'has_callback as is_wanted',
    },
  ],
  'refused-is-delivered': [
    {
      file: 'src/domain/delivery.ts',
      find: 'answer.status >= 200 && answer.status < 300',
      put: 'answer.status >= 200',
    },
  ],
}
