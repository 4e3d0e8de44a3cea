-- Locks organisations' accounts, in order, and answers which: those that nobody else holds. With p_wait, when somebody holds
-- all of them, the first is waited for, shortly, and holding nothing: a row that is held for long must hold up neither the
-- accounts that would have been locked before it nor the batch behind this one.
create function lock_accounts(p_organisations int[], p_wait boolean) returns int[] language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
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

-- Create, a batch in one round trip of two statements. The first locks the organisations' account rows in order; the second,
-- whose snapshot is taken after the locks, sees every earlier key, counter and balance of those organisations and decides
-- replay, credit and limits for each member.
--
-- Verdicts: created · replay (same key, same body: `task` is the first one's) · conflict (same key, other body) · poor (less
-- than its price is left after this batch) · retry (ask again in the next batch) · busy (somebody holds the account row: ask
-- again with p_wait). A member whose id exists already is `created`: its batch was answered but the answer was lost. `told`:
-- there are messages to deliver.
create function create_tasks(
  p_id uuid[], p_organisation int[], p_api_key uuid[], p_dialect smallint[], p_capability text[], p_asked_model text[],
  p_model_key text[], p_pool smallint[], p_priority smallint[], p_price_lines text[], p_held bigint[], p_callback_url text[],
  p_callback_secret text[], p_key uuid[], p_body uuid[], p_input text[], p_work text[], p_extras text[],
  p_start_within interval, p_keep interval, p_wait boolean
) returns table (verdict text, task uuid, available bigint, told boolean) language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  locked int[];
  verdicts text[];
  tasks_of uuid[];
  left_over bigint[];
  wanting uuid[]; -- new tasks whose organisation has endpoints that want to know
begin
  locked := lock_accounts(p_organisation, p_wait);
  with
  inp as materialized (
    select u.*, row_number() over (partition by u.organisation, u.key order by u.ord) as rn
    from unnest(p_id, p_organisation, p_api_key, p_dialect, p_capability, p_asked_model, p_model_key, p_pool, p_priority,
      p_price_lines, p_held, p_callback_url, p_callback_secret, p_key, p_body, p_input, p_work, p_extras)
      with ordinality as u (id, organisation, api_key, dialect, capability, asked_model, model_key, pool, priority,
        price_lines, held, callback_url, callback_secret, key, body, input, work, extras, ord)),
  -- Only rows that are really locked: touching another would wait all the same.
  acc as materialized (select a.* from accounts a where a.organisation = any(locked)),
  seen as materialized (
    select inp.ord, i.task, case when i.body = inp.body then 'replay' else 'conflict' end as verdict
      from inp join acc on acc.organisation = inp.organisation
      join idempotency_keys i on i.organisation = inp.organisation and i.key = inp.key
        and i.day >= current_date - 1 and i.created_at > now() - interval '24 hours'
        and i.task <> inp.id
    union all
    select inp.ord, t.id, 'created' from inp join tasks t on t.id = inp.id),
  candidate as materialized (
    select inp.*, acc.available, acc.active, acc.max_active, acc.movement_seq, acc.event_seq, acc.wanted_events,
        sum(inp.held) over (partition by inp.organisation order by inp.ord) as running_sum
      from inp join acc on acc.organisation = inp.organisation
      where (inp.key is null or inp.rn = 1) and not exists (select from seen where seen.ord = inp.ord)),
  ok as materialized (
    select c.*, row_number() over (partition by c.organisation order by c.ord) as k,
        count(*) filter (where c.held > 0) over (partition by c.organisation order by c.ord) as m
      from candidate c where c.running_sum <= c.available),
  total as (
    select o.organisation, sum(o.held)::bigint as held, count(*) as events, count(*) filter (where o.held > 0) as movements,
        count(*) filter (where o.active + o.k <= o.max_active)::int as ready
      from ok o group by o.organisation),
  account as (
    update accounts a set available = a.available - total.held, held = a.held + total.held,
        movement_seq = a.movement_seq + total.movements, event_seq = a.event_seq + total.events, active = a.active + total.ready
      from total where a.organisation = total.organisation),
  task as (
    insert into tasks (id, organisation, place, api_key, dialect, capability, asked_model, model_key, priority, price_lines, held,
        callback_url, callback_secret, created_at, updated_at, status_changed_at, keep_until)
      select o.id, o.organisation, o.event_seq + o.k, o.api_key, o.dialect, o.capability, o.asked_model, o.model_key, o.priority, o.price_lines,
        o.held, o.callback_url, o.callback_secret, born.at, born.at, born.at, born.at + p_keep
      from ok o cross join lateral (select uuid_extract_timestamp(o.id) as at) born),
  payload as (
    insert into task_payloads (task, input, work, extras) select o.id, o.input, o.work, o.extras from ok o),
  movement as (
    insert into movements (organisation, seq, task, kind, debit, credit, amount)
      select o.organisation, o.movement_seq + o.m, o.id, 'hold', 'available', 'held', o.held from ok o where o.held > 0),
  event as (
    insert into events (organisation, seq, task, kind) select o.organisation, o.event_seq + o.k, o.id, 'task.queued' from ok o),
  remembered as (
    insert into idempotency_keys (organisation, key, body, task)
      select o.organisation, o.key, o.body, o.id from ok o where o.key is not null),
  job as (
    insert into jobs (pool, lane, rank, phase, task, deadline)
      select o.pool, o.organisation, 10 - o.priority, (o.active + o.k <= o.max_active)::int, o.id, now() + p_start_within
      from ok o order by o.ord)
  select array_agg(case
      when s.ord is not null then s.verdict
      when o.ord is not null then 'created'
      when acc.organisation is null then 'busy'
      when c.ord is null then 'retry' -- the same key stands earlier in this batch
      when c.held > c.available - coalesce(total.held, 0) then 'poor'
      else 'retry' -- a dear neighbour took the running sum, but what is left pays for this one
    end order by inp.ord),
    array_agg(coalesce(s.task, o.id) order by inp.ord), array_agg(acc.available - coalesce(total.held, 0) order by inp.ord),
    array_agg(o.id) filter (where o.wanted_events & event_bit('task.queued') > 0)
  into verdicts, tasks_of, left_over, wanting
  from inp left join seen s on s.ord = inp.ord left join ok o on o.ord = inp.ord left join candidate c on c.ord = inp.ord
    left join acc on acc.organisation = inp.organisation left join total on total.organisation = inp.organisation;
  if wanting is not null then
    perform raise_messages(wanting, array_fill('task.queued'::text, array[cardinality(wanting)]));
  end if;
  return query select u.verdict, u.task, u.available, wanting is not null
    from unnest(verdicts, tasks_of, left_over) as u (verdict, task, available);
end $$;
