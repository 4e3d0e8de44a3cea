-- What a worker needs to know of a job that it has just claimed.
create type claimed_job as (
  job bigint, pool smallint, lane int, task uuid, attempt int, takeovers smallint, deadline timestamptz,
  model_key text, capability text, status smallint, retry_count smallint, held bigint, price_lines text,
  keep_until timestamptz, cancel_requested boolean, before_epoch boolean, work text,
  purchases smallint, purchase uuid, purchase_state text, purchase_provider text, purchase_model text,
  purchase_restartable boolean, purchase_reference text, purchase_age_ms double precision, purchase_resendable boolean
);

create function describe_claims(p_job bigint[]) returns setof claimed_job language sql stable
as $$
  select j.id, j.pool, j.lane, j.task, j.attempt, j.takeovers, j.deadline,
    t.model_key, t.capability, t.status, t.retry_count, t.held, t.price_lines,
    t.keep_until, t.cancel_requested_at is not null,
    -- Since an older state was put back nothing has shown that its purchases end here: the next one may be of the lost time.
    t.created_at < e.epoch and not exists (
      select from purchases c where c.task = t.id and c.sent_at >= e.epoch and c.state = 'not_sent'), w.work,
    (select count(*)::smallint from purchases c where c.task = j.task),
    p.id, p.state, p.provider, p.model, p.restartable, p.reference,
    extract(epoch from now() - p.sent_at)::double precision * 1000, p.resend_until > now()
  from unnest(p_job) with ordinality as u (id, ord)
  cross join lateral (select * from jobs where id = u.id limit 1) j
  cross join lateral (select * from tasks where id = j.task limit 1) t
  cross join lateral (select work from task_payloads where task = j.task limit 1) w
  cross join installation e
  left join lateral (select * from purchases where task = j.task and not closed limit 1) p on true
  order by u.ord
$$;

-- Fair claim of ready jobs of one pool: walks the organisations' lanes in a ring from where the worker's last claim ended, so
-- every lane is served before any is served twice; inside a lane by priority, then age. The pool's limit is exact: one
-- claimer at a time (a try-lock: the others go away empty and come again), counting what runs.
-- `phase = 1` in `pick` is needed: the recheck after the row lock depends on it.
create function claim_ready_jobs(p_pool smallint, p_after int, p_limit int, p_worker uuid)
returns setof claimed_job language plpgsql
as $$
declare
  most int;
  free int := p_limit;
  claimed bigint[];
begin
  -- A worker whose lease is over claims nothing: somebody else may already have its jobs.
  perform from workers where id = p_worker and lease_until > now();
  if not found then return; end if;
  select max_running into most from pools where id = p_pool;
  if most is not null then
    if not pg_try_advisory_xact_lock(71000 + p_pool) then return; end if;
    select least(p_limit, most - count(*)::int) into free from jobs where pool = p_pool and phase = 2;
  end if;
  if free <= 0 then return; end if;
  with recursive ring as (
    (select j.lane, 1 as n from jobs j where j.pool = p_pool and j.phase = 1 and j.lane > p_after order by j.lane limit 1)
    union all
    (select x.lane, r.n + 1 from ring r cross join lateral (select j.lane from jobs j
       where j.pool = p_pool and j.phase = 1 and j.lane > r.lane order by j.lane limit 1) x where r.n < free)),
  wrapped as ( -- the ring's other half, only when the first was short
    (select j.lane, 1 as n from jobs j where (select count(*) from ring) < free
       and j.pool = p_pool and j.phase = 1 and j.lane <= p_after order by j.lane limit 1)
    union all
    (select x.lane, r.n + 1 from wrapped r cross join lateral (select j.lane from jobs j
       where j.pool = p_pool and j.phase = 1 and j.lane > r.lane and j.lane <= p_after order by j.lane limit 1) x
     where r.n < free - (select count(*) from ring))),
  lanes as materialized (select lane, n as ord from ring union all select lane, 1000000 + n from wrapped),
  share as (select greatest(1, ceil(free::numeric / greatest(1, (select count(*) from lanes))))::int as m),
  pick as materialized (
    select p.id, l.ord from lanes l cross join lateral (
      select j.id from jobs j where j.pool = p_pool and j.phase = 1 and j.lane = l.lane order by j.rank, j.id
      limit (select m from share) for update skip locked) p
    order by l.ord limit free),
  taken as (
    update jobs j set phase = 2, worker = p_worker, attempt = j.attempt + 1 where j.id = any(array(select id from pick)))
  select array_agg(pick.id order by pick.ord, pick.id) into claimed from pick;
  return query select * from describe_claims(claimed);
end $$;

-- Jobs whose next look is due: checks, retries, hints, takeovers. From another statement than starts, so that a full queue
-- of starts never delays them.
create function claim_due_jobs(p_pools smallint[], p_limit int, p_worker uuid) returns setof claimed_job language plpgsql
as $$
declare
  claimed bigint[];
begin
  perform from workers where id = p_worker and lease_until > now();
  if not found then return; end if;
  with pick as materialized (
    select j.id, j.run_at from jobs j where j.phase = 2 and j.worker is null and j.run_at <= now() and j.pool = any(p_pools)
    order by j.run_at limit p_limit for update skip locked),
  taken as (
    update jobs j set worker = p_worker, attempt = j.attempt + 1, hinted = false where j.id = any(array(select id from pick)))
  select array_agg(pick.id order by pick.run_at) into claimed from pick;
  return query select * from describe_claims(claimed);
end $$;

-- One look of a worker at all its pools in one statement: in each what is due, then as many ready jobs as there is room for. A
-- quarter of the room (of single places one in four) is offered to ready ones before the rest of what is due, so that a
-- backlog of looks, after an outage for one, does not hold up all that is new.
-- A job claimed for the first time (attempt 1) was ready, any other one due.
create function claim_jobs(p_pools smallint[], p_after int[], p_limits int[], p_worker uuid)
returns setof claimed_job language plpgsql as $$
declare
  due_first int;
  due int;
  ready int;
begin
  for i in 1 .. cardinality(p_pools) loop
    due_first := floor(0.75 * p_limits[i] + random());
    return query select * from claim_due_jobs(p_pools[i:i], due_first, p_worker);
    get diagnostics due = row_count;
    return query select * from claim_ready_jobs(p_pools[i], p_after[i], p_limits[i] - due, p_worker);
    get diagnostics ready = row_count;
    if due = due_first and due + ready < p_limits[i] then
      return query select * from claim_due_jobs(p_pools[i:i], p_limits[i] - due - ready, p_worker);
    end if;
  end loop;
end $$;

-- Forgets processes whose lease is over and gives their jobs to whoever comes next. A job that is locked right now (its
-- zombie holder is settling it) is skipped and found by the next sweep, since its worker no longer exists.
create function take_over_jobs() returns int language plpgsql
as $$
declare
  n int;
begin
  delete from workers w using (select id from workers where lease_until < now() for update skip locked) d where w.id = d.id;
  with pick as materialized (
    select j.id from jobs j where j.worker is not null and not exists (select from workers w where w.id = j.worker)
    for update skip locked),
  freed as (
    update jobs j set worker = null, run_at = now(), takeovers = j.takeovers + 1 from pick where j.id = pick.id returning 1)
  select count(*) into n from freed;
  return n;
end $$;

-- Tasks whose time is over: those that run get one last look at once; those that never started are returned, to be failed. So
-- are those at which nobody has looked for a minute after their deadline (`overdue`): their provider is offered nowhere any more.
-- Of those that wait, the oldest are looked at: their time to start is the same for all.
create function expire_jobs(p_limit int) returns table (task uuid, lane int, overdue boolean) language plpgsql as $$
declare
  late bigint[];
begin
  select array_agg(w.id) into late
    from (select o.id, o.deadline from jobs o where o.phase < 2 order by o.id limit p_limit) w where w.deadline < now();
  select late || array_agg(r.id) into late
    from (
      select j.id from jobs j where j.phase = 2 and j.worker is null and j.deadline < now()
        and (j.run_at > now() or (j.run_at < now() - interval '1 minute' and j.deadline < now() - interval '1 minute'))
      limit p_limit) r;
  return query with
  -- Looked at again under the lock: meanwhile somebody may have claimed it, or begun a purchase with a new deadline.
  locked as materialized (
    select j.id, j.phase, j.task, j.lane, j.phase = 2 and j.run_at < now() - interval '1 minute' as overdue
      from jobs j where j.id = any(late) and j.worker is null and j.deadline < now()
        and (j.phase < 2 or j.run_at > now() or (j.run_at < now() - interval '1 minute' and j.deadline < now() - interval '1 minute'))
      for update skip locked),
  looked as (
    update jobs j set run_at = now() where j.id = any(array(select l.id from locked l where l.phase = 2 and not l.overdue)))
  select l.task, l.lane, l.overdue from locked l where l.phase < 2 or l.overdue;
end $$;
