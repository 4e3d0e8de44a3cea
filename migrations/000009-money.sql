-- Prices, refunds, statements and the audit of the books. LOCK ORDER as in 000001: tasks by id -> accounts by organisation.

-- What things cost from a moment on, as one whole: of the versions that have begun the newest counts, so a later decision is
-- never undone by an earlier one that was to begin after it. Version 1, the shipped prices, is the catalogue's and has no row.
create table price_versions (
  version int primary key check (version > 1),
  starts_at timestamptz not null,
  prices text not null, -- JSON as it was given; what it does not name costs as shipped
  source text not null check (source in ('file', 'operator')),
  fingerprint text check ((fingerprint is not null) = (source = 'file')), -- of a file's bytes
  actor text not null,
  reason text not null,
  created_at timestamptz not null default now()
);

-- Adds a version, never one that begins in the past; null = the newest version that came from a file is this very one, which
-- is so when several processes see the same file.
create function add_prices(
  p_starts_at timestamptz, p_prices text, p_source text, p_fingerprint text, p_actor text, p_reason text
) returns int language plpgsql as $$
declare
  added int;
begin
  lock table price_versions in share row exclusive mode;
  if p_fingerprint = (select fingerprint from price_versions where source = 'file' order by version desc limit 1) then return null; end if;
  insert into price_versions (version, starts_at, prices, source, fingerprint, actor, reason)
    select coalesce(max(version), 1) + 1, greatest(coalesce(p_starts_at, now()), now()), p_prices, p_source, p_fingerprint, p_actor, p_reason
      from price_versions
    returning version into added;
  return added;
end $$;

-- What an operator moved by hand, known by the key that it was asked with: once, for as long as there is a ledger.
alter table movements add column key uuid, add column body uuid;
create unique index movements_by_key on movements (organisation, key) where key is not null;
-- A list of one of these kinds would walk millions of holds. Costs nothing where tasks move money.
create index movements_by_hand on movements (organisation, kind, seq) where kind in ('grant', 'refund');

-- Adds credits. Verdicts: granted · replay (same key, same body: `seq` is the first one's) · conflict (same key, other body) ·
-- too_large (the balance would be above what is exact) · missing.
create function grant_credits(p_organisation int, p_amount bigint, p_actor text, p_reason text, p_key uuid, p_body uuid)
returns table (verdict text, seq bigint, available bigint) language plpgsql as $$
declare
  account accounts;
  earlier movements;
begin
  select * into account from accounts a where a.organisation = p_organisation for no key update;
  if not found then return query select 'missing', null::bigint, null::bigint; return; end if;
  select * into earlier from movements m where m.organisation = p_organisation and m.key = p_key;
  if found then
    return query select case when earlier.body = p_body then 'replay' else 'conflict' end, earlier.seq, account.available;
    return;
  end if;
  -- With what is held, all of which may come back.
  if account.available + account.held + p_amount > 9007199254740991 then
    return query select 'too_large', null::bigint, account.available;
    return;
  end if;
  update accounts a set available = a.available + p_amount, movement_seq = a.movement_seq + 1 where a.organisation = p_organisation;
  insert into movements (organisation, seq, kind, debit, credit, amount, actor, reason, key, body)
    values (p_organisation, account.movement_seq + 1, 'grant', 'grants', 'available', p_amount, p_actor, p_reason, p_key, p_body);
  return query select 'granted', account.movement_seq + 1, account.available + p_amount;
end $$;

-- Gives back what a task was charged, or a part of it (p_amount; null = all that is left), after its end. Its row, the balance,
-- the movement, the event and the messages for endpoints commit together. Verdicts: refunded · replay · conflict (as in
-- grant_credits; `amount` is the first one's) · missing · not_charged (it has not succeeded) · too_much (more than is left of the
-- charge, or nothing is) · too_large (as in grant_credits). `told`: there are messages to deliver.
create function refund_task(p_task uuid, p_amount bigint, p_actor text, p_reason text, p_key uuid, p_body uuid)
returns table (verdict text, organisation int, seq bigint, amount bigint, told boolean) language plpgsql as $$
declare
  t tasks;
  account accounts;
  earlier movements;
  wanted bigint;
  refused text;
  is_wanted boolean;
begin
  select * into t from tasks where id = p_task for no key update;
  if not found then return query select 'missing', null::int, null::bigint, null::bigint, false; return; end if;
  select * into account from accounts a where a.organisation = t.organisation for no key update;
  select * into earlier from movements m where m.organisation = t.organisation and m.key = p_key;
  if found then
    return query select case when earlier.body = p_body then 'replay' else 'conflict' end, t.organisation, earlier.seq, earlier.amount, false;
    return;
  end if;
  wanted := coalesce(p_amount, t.captured - t.refunded);
  refused := case
    when t.status <> 3 then 'not_charged'
    when wanted = 0 or wanted > t.captured - t.refunded then 'too_much'
    when account.available + account.held + wanted > 9007199254740991 then 'too_large' end;
  if refused is not null then
    return query select refused, t.organisation, null::bigint, t.captured - t.refunded, false;
    return;
  end if;
  is_wanted := account.wanted_events & event_bit('task.refunded') > 0;
  -- The version, so that readers see another task.
  update tasks set refunded = refunded + wanted, version = version + 1, updated_at = now() where id = p_task returning * into t;
  update accounts a set available = a.available + wanted, movement_seq = a.movement_seq + 1, event_seq = a.event_seq + 1
    where a.organisation = t.organisation;
  insert into movements (organisation, seq, task, kind, debit, credit, amount, actor, reason, key, body)
    values (t.organisation, account.movement_seq + 1, p_task, 'refund', 'revenue', 'available', wanted, p_actor, p_reason, p_key, p_body);
  insert into events (organisation, seq, task, kind, refunded)
    values (t.organisation, account.event_seq + 1, p_task, 'task.refunded', t.refunded);
  if is_wanted then
    -- Only to endpoints of our own form: the three APIs have no words for it, and a task's own URL is told of its end alone.
    with raised as materialized (
      select new_message_id() as message, e.id as endpoint, e.lane from endpoints e
        where e.organisation = t.organisation and e.enabled and e.dialect is null and 'task.refunded' = any (e.events)),
    message as (
      insert into messages (id, organisation, task, endpoint, kind, sequence, progress, refunded)
        select r.message, t.organisation, p_task, r.endpoint, 'task.refunded', t.version, t.progress, t.refunded from raised r)
    insert into deliveries (message, lane, organisation, task, endpoint, sequence)
      select r.message, r.lane, t.organisation, p_task, r.endpoint, t.version from raised r;
  end if;
  return query select 'refunded', t.organisation, account.movement_seq + 1, wanted, is_wanted;
end $$;

-- A month of an organisation's ledger that is over, cut at a movement's number: whatever comes later belongs to the next one,
-- so a row never changes. Opening plus movements is closing; the next one opens as this one closed.
create table statements (
  organisation int not null,
  month date not null check (extract(day from month) = 1), -- in UTC
  first_seq bigint not null,
  last_seq bigint not null check (last_seq >= first_seq - 1), -- the cut; first_seq - 1 = nothing moved
  opening_available bigint not null,
  opening_held bigint not null,
  granted bigint not null,
  held bigint not null,
  charged bigint not null,
  released bigint not null,
  refunded bigint not null,
  closing_available bigint not null,
  closing_held bigint not null,
  closed_at timestamptz not null default now(),
  primary key (organisation, month),
  check (closing_available = opening_available + granted + released + refunded - held),
  check (closing_held = opening_held + held - charged - released)
);

-- The last of an organisation's movements after p_after and up to p_last that happened before a moment; p_after = none. By
-- halving, since times rise with the numbers: a month may hold millions.
create function last_movement_before(p_organisation int, p_after bigint, p_last bigint, p_before timestamptz)
returns bigint language plpgsql stable as $$
declare
  low bigint := p_after;
  high bigint := p_last;
  middle bigint;
begin
  while low < high loop
    middle := low + (high - low + 1) / 2;
    if (select m.at < p_before from movements m where m.organisation = p_organisation and m.seq = middle) then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;

-- One row a night on which the books were looked at to the end.
create table audits (
  day date primary key, -- in UTC
  discrepancies int not null,
  finished_at timestamptz not null default now()
);
