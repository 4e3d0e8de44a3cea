-- Locks organisations' accounts, in order, and answers which: those that nobody else holds. With p_wait, when somebody holds
-- all of them, the first is waited for, shortly, and holding nothing: a row that is held for long must hold up neither the
-- accounts that would have been locked before it nor the batch behind this one.
create function lock_accounts(p_organisations int[], p_wait boolean) returns int[] language plpgsql
as $$
declare
  locked int[];
  patience text := current_setting('lock_timeout');
begin
  select array_agg(x.organisation) into locked from
    (select a.organisation from accounts a where a.organisation = any(p_organisations) order by a.organisation
      for no key update skip locked) x;
  if locked is not null or not p_wait then return locked; end if;
  begin
    perform set_config('lock_timeout', '250ms', true);
    select array_agg(x.organisation) into locked from
      (select a.organisation from accounts a where a.organisation = (select min(o) from unnest(p_organisations) o)
        for no key update) x;
    perform set_config('lock_timeout', patience, true);
  exception when lock_not_available then null; -- they are answered `busy` and ask again
  end;
  return locked;
end $$;

-- Remembers the key of a request that makes no task, as create does its own: new · replay (it came with this body before, and
-- `subject` is what it was about then) · conflict (with another body). It is about a task (a cancel) or a version of the prices.
create function remember_key(p_organisation int, p_key uuid, p_body uuid, p_subject uuid) returns table (memory text, subject uuid)
language plpgsql as $$
declare
  earlier idempotency_keys;
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  select * into earlier from idempotency_keys i where i.organisation = p_organisation and i.key = p_key
    and i.created_at > now() - interval '24 hours' and i.day between current_date - 1 and current_date + 1
    order by i.created_at desc limit 1;
  if found then
    return query select case when earlier.body = p_body then 'replay' else 'conflict' end, earlier.task;
    return;
  end if;
  insert into idempotency_keys (organisation, key, body, task) values (p_organisation, p_key, p_body, p_subject);
  return query select 'new', p_subject;
end $$;

-- Create, a batch in one round trip. The first statement locks the organisations' account rows in order; the second, whose
-- snapshot is taken after the locks, sees every earlier key, counter and balance of those organisations and decides replay,
-- credit and limits for each member; the others write what was decided. Nothing is joined member with member and nothing but
-- the deciding statement looks at more than what it writes: the cost of a member does not grow with its batch.
--
-- Verdicts: created · replay (same key, same body: `task` is the first one's) · conflict (same key, other body) · poor (less
-- than its price is left after this batch) · full, capped (`bound` would be exceeded, which is a limit of tasks at once or of
-- credits; those count again in `wait_seconds`, null = never) · retry (ask again in the next batch) · busy (somebody holds the
-- account row: ask again with p_wait). A member whose id exists already is `created`: its batch was answered but the answer was
-- lost. p_stages: beyond a limit of tasks at once it waits as staged. `told`: there are messages to deliver.
create function create_tasks(
  p_id uuid[], p_organisation int[], p_api_key uuid[], p_dialect smallint[], p_capability text[], p_asked_model text[],
  p_model_key text[], p_pool smallint[], p_priority smallint[], p_price_lines text[], p_held bigint[], p_callback_url text[],
  p_callback_secret text[], p_key uuid[], p_body uuid[], p_input text[], p_work text[], p_extras text[], p_stages boolean[],
  p_start_within interval, p_keep interval, p_wait boolean
) returns table (verdict text, task uuid, available bigint, bound text, wait_seconds int, told boolean) language plpgsql
as $$
declare
  locked int[] := lock_accounts(p_organisation, p_wait);
  -- What was decided, an element for each member in order.
  verdicts text[];
  tasks_of uuid[];
  left_over bigint[];
  places bigint[];     -- numbers of their events; null where nothing is created, here and in the next two
  hold_seqs bigint[];  -- numbers of their movements; null also for a task that is free
  phases smallint[];
  wanting uuid[];      -- the new tasks of which somebody wants to be told; what a limit took back is no task and raises nothing
  has_limits boolean;  -- some of the new tasks are of organisations with limits of tasks or credits; else the next are null
  limited_keys uuid[]; -- keys of new tasks that have such limits
  counted_days date[]; -- the day on which the new tasks count against them
  bounds text[];       -- what refuses a member, and when that counts anew
  waits int[];
begin
  with
  -- With the account only where it is really locked: touching another would wait all the same.
  member as (
    select u.*, a.organisation is not null as is_locked, a.available, a.active, a.max_active, a.movement_seq, a.event_seq, a.wanted_events,
        a.limits_tasks,
        row_number() over (partition by u.organisation, u.key order by u.ord) as rn,
        coalesce(twin.id, earlier.task) as seen,
        case when twin.id is not null then 'created' when earlier.body = u.body then 'replay' else 'conflict' end as seen_as
      from unnest(p_id, p_organisation, p_key, p_body, p_held) with ordinality as u (id, organisation, key, body, held, ord)
      -- Each lateral and of one row: there is no other order to join in, whatever the statistics say, and one element a member.
      left join lateral (
        select * from accounts where organisation = u.organisation and organisation = any(locked) limit 1) a on true
      left join lateral (select id from tasks where id = u.id limit 1) twin on true
      left join lateral (
        select i.task, i.body from idempotency_keys i where i.organisation = a.organisation and i.key = u.key
          and i.created_at > now() - interval '24 hours' and i.task <> u.id
          -- The days that this or a transaction begun a moment earlier or later writes, so that few partitions are asked.
          and i.day between current_date - 1 and current_date + 1
        order by i.created_at desc limit 1) earlier on true),
  candidate as (
    select *, is_locked and seen is null and (key is null or rn = 1) as is_candidate from member),
  summed as (
    select *, is_candidate
        and sum(held) filter (where is_candidate) over (partition by organisation order by ord) <= candidate.available as is_ok
      from candidate),
  counted as (
    select *, count(*) filter (where is_ok) over earlier_too as k, count(*) filter (where is_ok and held > 0) over earlier_too as m,
        summed.available - coalesce(sum(held) filter (where is_ok) over (partition by organisation), 0)::bigint as after_all
      from summed window earlier_too as (partition by organisation order by ord)),
  decided as (
    select *, case
        when seen is not null then seen_as
        when is_ok then 'created'
        when not is_locked then 'busy'
        when not is_candidate then 'retry' -- the same key stands earlier in this batch
        when held > after_all then 'poor'
        else 'retry' -- a dear neighbour took the running sum, but what is left pays for this one
      end as verdict from counted)
  select array_agg(d.verdict order by ord), array_agg(coalesce(seen, case when is_ok then id end) order by ord),
      array_agg(after_all order by ord), array_agg(case when is_ok then event_seq + k end order by ord),
      array_agg(case when is_ok and held > 0 then movement_seq + m end order by ord),
      array_agg(case when is_ok then (active + k <= max_active)::int::smallint end order by ord),
      array_agg(id order by ord) filter (where is_ok and wanted_events & event_bit('task.queued') > 0),
      coalesce(bool_or(is_ok and limits_tasks), false)
    into verdicts, tasks_of, left_over, places, hold_seqs, phases, wanting, has_limits from decided d;
  -- Else everything below would be written for the wrong member.
  if cardinality(verdicts) <> cardinality(p_id) then raise 'decided on % of % members', cardinality(verdicts), cardinality(p_id); end if;
  if has_limits then
    select l.* into verdicts, tasks_of, left_over, places, hold_seqs, phases, limited_keys, counted_days, bounds, waits
      from apply_limits(p_organisation, p_api_key, p_held, p_stages, verdicts, tasks_of, places) l;
  end if;

  update accounts a set available = a.available - total.held, held = a.held + total.held,
      movement_seq = a.movement_seq + total.movements, event_seq = a.event_seq + total.events, active = a.active + total.ready
    from (
      select u.organisation, sum(u.held)::bigint as held, count(*) as events, count(u.hold_seq) as movements,
          count(*) filter (where u.phase = 1)::int as ready
        from unnest(p_organisation, p_held, places, hold_seqs, phases) as u (organisation, held, place, hold_seq, phase)
        where u.place is not null group by u.organisation) total
    where a.organisation = total.organisation;
  insert into tasks (id, organisation, place, api_key, dialect, capability, asked_model, model_key, priority, price_lines, held,
      callback_url, callback_secret, created_at, updated_at, status_changed_at, keep_until)
    select u.id, u.organisation, u.place, u.api_key, u.dialect, u.capability, u.asked_model, u.model_key, u.priority,
        u.price_lines, u.held, u.callback_url, u.callback_secret, born.at, born.at, born.at, born.at + p_keep
      from unnest(p_id, p_organisation, places, p_api_key, p_dialect, p_capability, p_asked_model, p_model_key, p_priority,
          p_price_lines, p_held, p_callback_url, p_callback_secret)
        as u (id, organisation, place, api_key, dialect, capability, asked_model, model_key, priority, price_lines, held,
          callback_url, callback_secret)
      cross join lateral (select uuid_extract_timestamp(u.id) as at) born
      where u.place is not null;
  insert into task_payloads (task, input, work, extras)
    select u.id, u.input, u.work, u.extras from unnest(p_id, p_input, p_work, p_extras, places) as u (id, input, work, extras, place)
      where u.place is not null;
  insert into movements (organisation, seq, task, kind, debit, credit, amount)
    select u.organisation, u.seq, u.id, 'hold', 'available', 'held', u.held
      from unnest(p_organisation, hold_seqs, p_id, p_held) as u (organisation, seq, id, held) where u.seq is not null;
  insert into events (organisation, seq, task, kind)
    select u.organisation, u.place, u.id, 'task.queued' from unnest(p_organisation, places, p_id) as u (organisation, place, id)
      where u.place is not null;
  insert into idempotency_keys (organisation, key, body, task)
    select u.organisation, u.key, u.body, u.id
      from unnest(p_organisation, p_key, p_body, p_id, places) as u (organisation, key, body, id, place)
      where u.key is not null and u.place is not null;
  insert into jobs (pool, lane, rank, phase, task, deadline, limited_key, counted_on)
    select u.pool, u.organisation, 10 - u.priority, u.phase, u.id, now() + p_start_within, u.limited_key, u.counted_on
      from unnest(p_pool, p_organisation, p_priority, phases, p_id, limited_keys, counted_days)
        as u (pool, organisation, priority, phase, id, limited_key, counted_on)
      where u.phase is not null;
  if has_limits then perform count_against_limits(p_organisation, limited_keys, phases, p_held, counted_days); end if;
  perform raise_wanted(wanting, 'task.queued');
  return query select u.*, wanting is not null from unnest(verdicts, tasks_of, left_over, bounds, waits) as u;
end $$;
