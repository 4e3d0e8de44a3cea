-- The state of a Medley installation. LOCK ORDER, everywhere: tasks by id -> accounts by organisation -> pool try-lock ->
-- inserts. Jobs are only locked `skip locked`, or last and by id. No foreign keys between hot tables: they would take
-- key-share locks on every insert and block detaching partitions.

create table installation (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid(),
  -- Signs what we hand out and get back (callback tokens); never leaves the database and the processes.
  secret text not null default encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'),
  -- Stamped when an older state was put back (import, `medley restored`): tasks created before it may have been bought in a
  -- future that this database does not know, and are never blindly started.
  epoch timestamptz not null default now(),
  created_at timestamptz not null default now()
);
insert into installation default values;

-- Made so that better-auth's organization plugin can own it later (RULINGS 74); `number` is ours, for accounts and lanes.
create table organisations (
  id uuid primary key default gen_random_uuid(),
  number int generated always as identity unique,
  name text not null,
  slug text not null unique,
  created_at timestamptz not null default now()
);

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  organisation int not null references organisations (number),
  name text not null check (length(name) between 1 and 200),
  -- The first characters, which stay readable so that people can tell keys apart.
  visible_prefix text not null,
  scopes text[] not null check (scopes <@ '{create,read,cancel,billing,operator}' and cardinality(scopes) > 0),
  models text[],   -- keys and codes of the catalogue that it may name; null = all
  networks text[], -- addresses and CIDR ranges that it may be used from; null = all
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_by_organisation on api_keys (organisation);

-- What a key is known by: one secret, and while it is being replaced those before it.
create table key_secrets (
  hash bytea primary key check (length(hash) = 32), -- SHA-256
  api_key uuid not null references api_keys (id),
  expires_at timestamptz, -- null = until it is replaced
  visible_prefix text -- once it is replaced: who has only the old secret in hand still finds its key
);
create index key_secrets_by_key on key_secrets (api_key);

-- One row an organisation: the lock that makes creates, limits and the numbering of movements and events exact.
-- Amounts are 1/10,000 credit and stay JavaScript-safe by constraint.
create table accounts (
  organisation int primary key,
  available bigint not null default 0 check (available between 0 and 9007199254740991),
  held bigint not null default 0 check (held between 0 and 9007199254740991),
  movement_seq bigint not null default 0,
  event_seq bigint not null default 0,
  -- Jobs of the organisation that are ready or running; max_active = the largest int means no limit.
  active int not null default 0 check (active >= 0),
  max_active int not null default 2147483647
) with (fillfactor = 40); -- a hot row: updates must stay on their page, so nothing that changes is indexed

create sequence task_numbers;

create table tasks (
  id uuid primary key, -- UUIDv7 by database time: also the partition key
  number bigint not null default nextval('task_numbers'),
  organisation int not null,
  -- Its place among the organisation's tasks, in commit order (the number of its first event): what lists walk by. By id a
  -- lower one could still commit behind a cursor, since processes make ids before they have the account's lock.
  place bigint not null,
  api_key uuid,
  dialect smallint not null,
  capability text not null,
  asked_model text not null,
  model_key text not null,
  provider text,
  provider_model text,
  -- 0 queued 1 starting 2 running 3 succeeded 4 failed 5 canceled
  status smallint not null default 0 check (status between 0 and 5),
  progress smallint not null default 0 check (progress between 0 and 100),
  priority smallint not null,
  price_lines text not null,
  held bigint not null check (held >= 0),
  captured bigint not null default 0,
  released bigint not null default 0,
  refunded bigint not null default 0,
  retry_count smallint not null default 0,
  callback_url text,
  callback_secret text,
  error text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  status_changed_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  cancel_requested_at timestamptz,
  keep_until timestamptz not null,
  version int not null default 1,
  -- A hold resolves exactly once, and a refund is no larger than the charge.
  check (captured >= 0 and released >= 0 and captured + released = case when status >= 3 then held else 0 end),
  check (refunded between 0 and captured)
) partition by range (id);
-- Half of each page of tasks, payloads and purchases stays free: their rows are updated in place at each step of a life, and
-- an update that finds room on its page touches no index.
create table tasks_default partition of tasks default with (fillfactor = 50);
create index tasks_by_organisation on tasks (organisation, place);

-- Payloads out of the listed row, and as text: jsonb refuses \u0000 and lone surrogates and reorders keys.
create table task_payloads (
  task uuid primary key,
  input text not null,  -- the echo, in the creating dialect's form
  work text not null,   -- what a provider is asked, in domain words
  extras text not null, -- wire, tags, metadata, warnings
  output text
) partition by range (task);
create table task_payloads_default partition of task_payloads default with (fillfactor = 50);

-- What we intend to buy from a provider, once. The id goes upstream as our idempotency key and follows from task and
-- ordinal, so that it is the same through every lease and restore.
create table purchases (
  id uuid primary key,
  task uuid not null,
  ordinal smallint not null,
  provider text not null,
  model text not null,
  -- sending -> accepted | refused | not_sent | unknown, then finished | failed | delivered_late | abandoned
  state text not null default 'sending',
  -- Its work may be run again at any time without being bought twice (the studio).
  restartable boolean not null,
  -- Until when a resend with the same key is the same purchase upstream; null = it never is.
  resend_until timestamptz,
  reference text, -- the provider's handle, as it came
  sent_at timestamptz not null default now(), -- when it last may have gone out
  sent_before timestamptz, -- and the time before, to which that goes back when the last one surely bought nothing
  updated_at timestamptz not null default now(),
  -- Nothing was bought under it. Generated, so that a change of state which leaves it as it is touches no index.
  closed boolean not null generated always as (state in ('refused', 'not_sent')) stored,
  unique (task, ordinal)
) with (fillfactor = 50);
-- The rule that nothing is bought twice: a second open purchase of a task cannot exist.
create unique index one_open_purchase on purchases (task) where not closed;

-- One row is one movement with both its sides, so the zero sum cannot be broken. Never updated, never deleted.
create table movements (
  organisation int not null,
  seq bigint not null, -- without gaps, in commit order
  task uuid,
  kind text not null check (kind in ('grant', 'hold', 'capture', 'release', 'refund')),
  debit text not null,
  credit text not null check (credit <> debit),
  amount bigint not null check (amount > 0),
  actor text,
  reason text,
  at timestamptz not null default clock_timestamp(), -- after the lock, so it rises with seq
  primary key (organisation, seq)
);
create index movements_by_task on movements (task) where task is not null;

-- Per organisation dense and in commit order, because numbered under the account lock.
create table events (
  organisation int not null,
  seq bigint not null,
  day date not null default current_date,
  task uuid not null,
  kind text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organisation, seq, day)
) partition by range (day); -- no default partition: one would forbid detaching concurrently

-- Accepted creates by their Idempotency-Key. Unique under the account lock, so partitions need no global index.
create table idempotency_keys (
  organisation int not null,
  key uuid not null,  -- hash of method, path and the header's value
  day date not null default current_date,
  body uuid not null, -- hash of the body
  task uuid not null, -- what it was about: for a quote no task, but a version of the prices
  created_at timestamptz not null default now(),
  primary key (organisation, key, day)
) partition by range (day);

-- One lease a worker process, by database time.
create table workers (
  id uuid primary key,
  lease_until timestamptz not null,
  host text not null,
  pid int not null
);

-- What limits of providers and models apply to: a provider, or one of its models with a limit of its own.
create table pools (
  id smallint generated always as identity primary key,
  name text not null unique,
  max_running int -- null = no limit
);

-- What has to be done next and when. A row a task that is not terminal; deleted when it is.
create table jobs (
  id bigint generated always as identity primary key,
  pool smallint not null,
  lane int not null,      -- the organisation
  rank smallint not null, -- 10 - priority: lower goes first
  phase smallint not null, -- -1 held back by its key  0 staged  1 ready  2 running (leased, or waiting for its next check)
  task uuid not null,
  run_at timestamptz not null default now(),
  -- Start-by while it waits, then the running task's deadline.
  deadline timestamptz not null,
  worker uuid,
  attempt int not null default 0,   -- raised by every claim: the fence
  takeovers smallint not null default 0,
  hinted boolean not null default false -- a callback or cancel came while it was held: look again at once
) with (
  fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
);
create index jobs_ready on jobs (pool, lane, rank, id) where phase = 1;           -- the fair claim walks this
create index jobs_staged on jobs (lane, rank, id) where phase = 0;                -- a finish promotes from this
create index jobs_running on jobs (pool) where phase = 2;                         -- a pool's limit counts this
create index jobs_due on jobs (run_at) where phase = 2 and worker is null;        -- checks, retries, hints
create index jobs_held on jobs (worker) where worker is not null;                 -- takeover of a dead process
create unique index jobs_by_task on jobs (task);                                  -- one job a task
-- None on `deadline`: it changes with every purchase, and an update that no index notices is several times as cheap.

-- Files that tasks made or clients uploaded. The bytes lie on disk or S3 under the id; small ones lie here (decision 19).
create table artifacts (
  id uuid primary key,
  organisation int not null,
  task uuid,
  kind text not null check (kind in ('image', 'audio', 'text', 'video', 'model')),
  token text not null unique, -- the unguessable part of its URL
  extension text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  width int,
  height int,
  duration_seconds double precision,
  content bytea storage external check (length(content) = size), -- null = a file
  -- Of what a client gave us to keep (migration 000011); null = a task made it, or it came in a task's request.
  purpose text,
  metadata text,
  key uuid, -- hash of method, path and the Idempotency-Key; null = it had none
  body uuid, -- hash of everything that was sent
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index artifacts_by_expiry on artifacts (expires_at);
create index artifacts_by_task on artifacts (task) where task is not null;
create index artifacts_given on artifacts (organisation, size) where task is null;
create index artifacts_by_key on artifacts (organisation, key) where key is not null;

-- Makes the partitions that the coming days and months need. Each is made on its own and then attached, which blocks no
-- reader and no insert beyond moments; beside a reader of the whole table that takes long, attaching a month (whose default
-- partition has to be looked at) would wait and make everybody wait behind it, so it gives up soon (55P03) and the sweep
-- tries again. Safe to run at any time from many processes.
create function ensure_partitions() returns void language plpgsql set lock_timeout = '300ms' as $$
declare
  month date;
  day date;
  lowest uuid;
  highest uuid;
  name text;
begin
  perform pg_advisory_xact_lock(71, 1);
  for month in select generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months', interval '1 month')
  loop
    -- The least UUIDv7 of an instant: its 48 bits of milliseconds and nothing else.
    lowest := (lpad(to_hex((extract(epoch from month at time zone 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
    highest := (lpad(to_hex((extract(epoch from (month + interval '1 month') at time zone 'UTC') * 1000)::bigint), 12, '0')
      || repeat('0', 20))::uuid;
    perform attach_partition('tasks', 'tasks_' || to_char(month, 'YYYY_MM'), lowest::text, highest::text, 'with (fillfactor = 50)');
    perform attach_partition('task_payloads', 'task_payloads_' || to_char(month, 'YYYY_MM'), lowest::text, highest::text, 'with (fillfactor = 50)');
  end loop;
  for day in select generate_series(current_date, current_date + 7, interval '1 day')
  loop
    perform attach_partition('events', 'events_' || to_char(day, 'YYYY_MM_DD'), day::text, (day + 1)::text, '');
    perform attach_partition('idempotency_keys', 'idempotency_keys_' || to_char(day, 'YYYY_MM_DD'), day::text, (day + 1)::text, '');
  end loop;
end $$;

create function attach_partition(parent text, name text, low text, high text, storage text) returns void language plpgsql as $$
begin
  if to_regclass(name) is not null then return; end if;
  execute format('create table %I (like %I including defaults including constraints) %s', name, parent, storage);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name, low, high);
end $$;

select ensure_partitions();
