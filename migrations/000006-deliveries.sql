-- What goes out to clients: endpoints, messages, attempts, and the deliveries that are still to be made. LOCK ORDER, after those
-- of 000001: messages by id -> lanes by id -> deliveries -> endpoints by id. Whoever locks deliveries without their messages
-- takes them `skip locked` and nothing after them.

-- The OR of the bits of all kinds that the organisation's enabled endpoints want (event_bit); 0 = nobody is to be told, which
-- is all that a create or finish looks at. Changed under the account lock, so whoever commits after it has seen it.
alter table accounts add column wanted_events smallint not null default 0;

-- The message for the task's own URL, once it has ended: where a read of the task finds how that went.
alter table tasks add column callback_message uuid;

-- Events may be about an endpoint.
alter table events alter column task drop not null;
alter table events add column endpoint uuid;
alter table events add column refunded bigint; -- task.refunded: all that had been given back by then

create table endpoints (
  id uuid primary key,
  organisation int not null,
  url text not null,
  description text not null,
  events text[] not null,
  -- Null: bodies in Medley's own form, of tasks of every API. Else the account's default URL in that API: bodies in its form,
  -- of tasks made through it that have no URL of their own.
  dialect smallint,
  lane int not null,
  enabled boolean not null default true,
  -- `gone` (410) or `failing` (nothing but failures for days); null = a client's own doing, or enabled.
  disabled_reason text,
  -- The first failure since the last success, and how many there were in the day or less that began at recent_since.
  failing_since timestamptz,
  recent_failures int not null default 0,
  recent_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index endpoints_by_organisation on endpoints (organisation, id);

-- What signatures are made with; of several that are in force each signs, so that receivers can change over.
create table webhook_secrets (
  id uuid primary key default gen_random_uuid(),
  organisation int not null,
  endpoint uuid, -- null = the organisation's default, for URLs of tasks
  secret text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz -- null = until it is replaced
);
create index webhook_secrets_in_force on webhook_secrets (organisation, endpoint); -- looked up for every delivery

-- One event to one receiver. Partitioned as tasks are.
create table messages (
  id uuid primary key, -- UUIDv7; goes out as webhook-id, the same for every attempt
  organisation int not null,
  task uuid,
  endpoint uuid, -- to whom; null = the task's own URL
  subject uuid, -- the endpoint that it is about; null = it is about the task
  kind text not null,
  sequence int not null, -- the task's version at the event: rises from one event of a task to the next
  progress smallint not null,
  refunded bigint, -- task.refunded: all that had been given back by then
  -- 0 pending 1 delivered 2 failed
  state smallint not null default 0 check (state between 0 and 2),
  attempts int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz,
  last_status smallint,
  last_error text
) partition by range (id);
create index messages_by_organisation on messages (organisation, id); -- lists and replays walk this
create index messages_by_task on messages (task) where task is not null;
create index messages_of_endpoints on messages (organisation) where task is null; -- few

-- What came of each try. Facts: never updated, written by whoever sent.
create table attempts (
  message uuid not null,
  at timestamptz not null, -- when it was sent
  duration_ms int not null,
  status smallint,  -- null = no answer
  error text,       -- a word: timeout, refused_address, http_503 …; null = delivered
  response text,    -- the beginning of the answer's body
  url text not null,
  primary key (message, at)
) partition by range (at);

-- A receiver's share: limits, fairness and the circuit go by organisation and origin, so that neither many URLs of one host
-- nor a dead host take what belongs to others.
create table delivery_lanes (
  id int generated always as identity primary key,
  organisation int not null,
  origin text not null,
  failures int not null default 0, -- in a row
  trips smallint not null default 0, -- how often the circuit opened since the last success
  is_slow boolean not null default false, -- it took over a second for each, lately
  blocked_until timestamptz, -- the circuit is open; after it one probe goes first
  paused_until timestamptz, -- the receiver asked for it
  used_at timestamptz not null default now(),
  unique (organisation, origin)
) with (fillfactor = 70);

-- Numbers claims and replays: what has the higher one came later.
create sequence delivery_turns;

-- What is still to be sent. A row a pending message; deleted when that is delivered or given up.
create table deliveries (
  message uuid primary key,
  lane int not null,
  organisation int not null,
  task uuid,
  endpoint uuid,
  sequence int not null,
  run_at timestamptz not null default now(),
  attempts smallint not null default 0, -- of this round: a replay begins anew
  expires_at timestamptz not null default now() + interval '5 days', -- given up then, however few attempts a closed lane left
  worker uuid,
  claim bigint not null default 0, -- the turn of the last claim: the fence
  round bigint not null default 0 -- the turn of the last replay: what was claimed before belongs to an earlier round
) with (
  fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
);
create index deliveries_waiting on deliveries (lane, run_at, message) where worker is null; -- the fair claim walks this
create index deliveries_flying on deliveries (lane, worker) where worker is not null; -- a lane's limit counts this, takeovers walk it
create index deliveries_first on deliveries (task, sequence) where attempts = 0 and task is not null; -- order of first attempts

-- A UUIDv7 of this moment.
create function new_message_id() returns uuid language sql volatile as $$
  select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid
    from (select lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') as h) now
$$;

create function event_bit(p_kind text) returns smallint language sql immutable as $$
  select case p_kind when 'task.queued' then 1 when 'task.running' then 2 when 'task.progress' then 4 when 'task.succeeded' then 8
    when 'task.failed' then 16 when 'task.canceled' then 32 when 'task.refunded' then 64
    when 'endpoint.disabled' then 128 else 0 end::smallint
$$;

-- Scheme, host and port of a URL that was checked when it came.
create function origin_of(p_url text) returns text language sql immutable as $$
  select lower(substring(p_url from '^[^:]+://[^/?#]+'))
$$;

-- Sees to it that the lanes of origins are there, and stay for as long as the caller's transaction: what was not used for long
-- may be forgotten at any moment (drop-idle-lanes), and is used by this.
create function ensure_lanes(p_organisation int[], p_origin text[]) returns void language sql as $$
  insert into delivery_lanes (organisation, origin)
    select u.organisation, u.origin from (
        select distinct organisation, origin from unnest(p_organisation, p_origin) as n (organisation, origin)) u
      left join lateral (
        select l.id, l.used_at from delivery_lanes l where l.organisation = u.organisation and l.origin = u.origin limit 1) l on true
    where l.id is null or l.used_at < now() - interval '12 hours' order by l.id, u.organisation, u.origin
    on conflict (organisation, origin) do update set used_at = now()
$$;

-- Writes messages and their deliveries about tasks, in the transaction of what is told; `p_kind` = what happened to each. For
-- endpoints that want it, and for the task's own URL when it has ended. Under the tasks' and accounts' locks. As in the other
-- batches, each look-up is lateral and fenced (by its limit or offset): there is no other order to join in.
create function raise_messages(p_task uuid[], p_kind text[]) returns void language plpgsql as $$
declare
  callbacks text[];
  organisations int[];
begin
  select array_agg(t.organisation), array_agg(origin_of(t.callback_url)) into organisations, callbacks
    from unnest(p_task) as u (id)
    cross join lateral (
      select organisation, callback_url from tasks where id = u.id and callback_message is not null limit 1) t;
  if callbacks is not null then perform ensure_lanes(organisations, callbacks); end if;
  with
  told as materialized (
    select t.*, u.kind from unnest(p_task, p_kind) as u (task, kind) cross join lateral (
      select id, organisation, dialect, callback_url, callback_message, version, progress from tasks where id = u.task limit 1) t),
  raised as materialized (
    select new_message_id() as message, told.*, e.id as endpoint, e.lane
      from told cross join lateral (
        select id, lane, dialect from endpoints where organisation = told.organisation and enabled and told.kind = any (events) offset 0) e
      where e.dialect is null or (e.dialect = told.dialect and told.callback_url is null)
    union all
    select told.callback_message, told.*, null, l.id
      from told cross join lateral (
        select id from delivery_lanes where organisation = told.organisation and origin = origin_of(told.callback_url) limit 1) l
      where told.callback_message is not null),
  message as (
    insert into messages (id, organisation, task, endpoint, kind, sequence, progress)
      select r.message, r.organisation, r.id, r.endpoint, r.kind, r.version, r.progress from raised r)
  insert into deliveries (message, lane, organisation, task, endpoint, sequence)
    select r.message, r.lane, r.organisation, r.id, r.endpoint, r.version from raised r;
end $$;

-- The same of one kind; null = nobody wants to be told. Answers whether there are messages.
create function raise_wanted(p_task uuid[], p_kind text) returns boolean language plpgsql as $$
begin
  if p_task is null then return false; end if;
  perform raise_messages(p_task, array_fill(p_kind, array[cardinality(p_task)]));
  return true;
end $$;

-- Tasks began to run, those of which an organisation is given: numbers the events under the account locks, which the caller
-- holds, and tells who wants to know. Answers whether there are messages.
create function raise_running(p_task uuid[], p_organisation int[]) returns boolean language plpgsql as $$
declare
  seqs bigint[];
  wanting uuid[];
begin
  select array_agg(u.event_seq + u.k order by u.ord), array_agg(u.id order by u.ord) filter (where u.wanted_events & event_bit('task.running') > 0)
    into seqs, wanting
    from (
      select m.*, a.event_seq, a.wanted_events, count(a.event_seq) over (partition by m.organisation order by m.ord) as k
        from unnest(p_task, p_organisation) with ordinality as m (id, organisation, ord)
        left join lateral (select event_seq, wanted_events from accounts where organisation = m.organisation limit 1) a on true) u;
  if array_remove(seqs, null) <> '{}' then
    update accounts a set event_seq = a.event_seq + n.events
      from (select u.organisation, count(*) as events from unnest(p_organisation) as u (organisation) group by u.organisation) n
      where a.organisation = n.organisation;
    insert into events (organisation, seq, task, kind)
      select u.organisation, u.seq, u.id, 'task.running' from unnest(p_organisation, seqs, p_task) as u (organisation, seq, id)
        where u.seq is not null;
  end if;
  return raise_wanted(wanting, 'task.running');
end $$;

-- Tasks have got on, those of which an organisation is given: tells endpoints that want to know, and only them, for progress is
-- not in the event log. Answers whether there are messages.
create function raise_progress(p_task uuid[], p_organisation int[]) returns boolean language plpgsql as $$
declare
  wanting uuid[];
begin
  select array_agg(u.id) into wanting
    from unnest(p_task, p_organisation) as u (id, organisation)
    cross join lateral (select wanted_events from accounts where organisation = u.organisation limit 1) a
    where a.wanted_events & event_bit('task.progress') > 0;
  return raise_wanted(wanting, 'task.progress');
end $$;

-- What a worker needs to know of a delivery that it has just claimed; the task itself is read with other readers' (get-tasks).
create type claimed_delivery as (
  message uuid, claim bigint, attempts smallint, lane int, organisation int, organisation_id uuid, task uuid, endpoint uuid,
  subject uuid, kind text, sequence int, progress smallint, refunded bigint, created_at timestamptz, url text, dialect smallint, enabled boolean, secrets text[]
);

-- The lanes in which something waits, at most p_most: a ring that begins after p_after.
create function waiting_lanes(p_after int, p_most int) returns table (lane int, ord int) language sql stable as $$
  with recursive ring as (
    (select d.lane, 1 as n from deliveries d where d.worker is null and d.lane > p_after order by d.lane limit 1)
    union all
    (select x.lane, r.n + 1 from ring r cross join lateral (select d.lane from deliveries d
       where d.worker is null and d.lane > r.lane order by d.lane limit 1) x where r.n < p_most)),
  wrapped as ( -- the ring's other half
    (select d.lane, 1 as n from deliveries d where (select count(*) from ring) < p_most
       and d.worker is null and d.lane <= p_after order by d.lane limit 1)
    union all
    (select x.lane, r.n + 1 from wrapped r cross join lateral (select d.lane from deliveries d
       where d.worker is null and d.lane > r.lane and d.lane <= p_after order by d.lane limit 1) x
     where r.n < p_most - (select count(*) from ring)))
  select ring.lane, n from ring union all select wrapped.lane, 1000000 + n from wrapped
$$;

-- Fair claim of what is due: walks the lanes in a ring from where the worker's last claim ended. A lane has at most p_most claimed
-- at once, one that is slow or has just failed at most p_most_ailing, and one whose circuit was open a single one: the probe. The
-- organisations p_crowded get nothing, for they have their share of the process. So however long receivers take, they do not fill
-- the processes. A message waits while an earlier one of the same task to the same receiver has not had its first attempt. Looks
-- at p_lanes_max lanes at once: when there are more, a last row without a message names the lane after which to go on, so that
-- thousands of receivers that are away cost each claim little and hide nobody.
create function claim_deliveries(
  p_after int, p_limit int, p_worker uuid, p_most int, p_most_ailing int, p_lanes_max int, p_crowded int[]
) returns setof claimed_delivery language plpgsql as $$
declare
  turn bigint;
begin
  perform from workers where id = p_worker and lease_until > now();
  if not found then return; end if;
  -- A claim is no fact: one that a crash of the server takes back is made again, so that nobody has to wait for the disk.
  perform set_config('synchronous_commit', 'off', true);
  turn := nextval('delivery_turns');
  return query with
  walk as materialized (select w.lane, w.ord from waiting_lanes(p_after, p_lanes_max) w),
  lanes as materialized (
    select walk.lane, walk.ord, case when l.trips > 0 then 1 when l.is_slow or l.failures > 0 then p_most_ailing else p_most end
        - (select count(*)::int from deliveries f where f.lane = walk.lane and f.worker is not null) as free
      from walk left join lateral (select * from delivery_lanes where id = walk.lane limit 1) l on true
      where coalesce(greatest(l.blocked_until, l.paused_until) <= now(), true) and coalesce(l.organisation <> all(p_crowded), true)),
  due as materialized ( -- no lane gets more than its share before all that have something due got theirs
    select l.lane, l.ord, l.free from lanes l where l.free > 0
      and exists (select from deliveries d where d.lane = l.lane and d.worker is null and d.run_at <= now())),
  share as (select greatest(1, ceil(p_limit::numeric / greatest(1, (select count(*) from due))))::int as m),
  pick as materialized (
    select p.*, due.ord from due cross join lateral (
      select d.message, d.attempts, d.lane from deliveries d
      where d.lane = due.lane and d.worker is null and d.run_at <= now() and d.round < turn
        and (d.attempts > 0 or d.task is null or not exists (
          select from deliveries e where e.task = d.task and e.attempts = 0 and e.sequence < d.sequence
            and e.endpoint is not distinct from d.endpoint))
      order by d.run_at, d.message limit least(due.free, (select m from share)) for update skip locked) p
    order by due.ord limit p_limit),
  taken as (
    update deliveries d set worker = p_worker, claim = turn where d.message = any(array(select pick.message from pick)))
  select c.message, turn, c.attempts, c.lane, m.organisation, o.id, m.task, m.endpoint, m.subject, m.kind,
      m.sequence, m.progress, m.refunded, m.created_at,
      coalesce(e.url, t.callback_url), case when m.endpoint is null then t.dialect else e.dialect end,
      m.endpoint is null or coalesce(e.enabled, false), coalesce(s.secrets, '{}')
    from (
      select p.* from pick p
      union all
      -- Claimed to the full, the walk was not over: it goes on after the last lane that got something.
      select null, null, (array_agg(walk.lane order by walk.ord desc))[1], null from walk
        having count(*) >= p_lanes_max and (select count(*) from pick) < p_limit) c
    left join lateral (select * from messages where id = c.message limit 1) m on true
    left join lateral (select id from organisations where number = m.organisation limit 1) o on true
    left join lateral (select callback_url, dialect from tasks where m.endpoint is null and id = m.task limit 1) t on true
    left join lateral (select * from endpoints where id = m.endpoint limit 1) e on true
    left join lateral (
      select array_agg(w.secret order by w.created_at desc) as secrets from webhook_secrets w
      where w.organisation = m.organisation and w.endpoint is not distinct from m.endpoint
        and (w.expires_at is null or w.expires_at > now())) s on true
    where m.id is not null or c.message is null
    order by c.ord nulls last, c.message;
end $$;

-- What came of attempts. An attempt and a success are facts, taken from anyone; what follows from a failure is a decision, and
-- fenced by the claim. Of a message that was replayed since the claim nothing is decided: it goes out once more. Repeating a batch
-- whose answer was lost changes nothing: an attempt is known by when it was sent. No message is in a batch twice.
-- p_lane and p_endpoint: null = it says nothing about the receiver.
-- p_outcome: delivered · later (again in p_delay_ms) · failed (given up) · and, where nothing was sent, back (as if
-- not claimed, or again in p_delay_ms) · dropped (nobody is there to send it to).
-- p_pause_ms: the receiver asked that nobody calls it for so long. Answers the endpoints among these that have failed for as long
-- as p_patience with no success between, and p_several times within a day.
create function record_attempts(
  p_message uuid[], p_claim bigint[], p_lane int[], p_endpoint uuid[], p_at double precision[], p_duration_ms int[], p_status smallint[],
  p_error text[], p_response text[], p_url text[], p_outcome text[], p_delay_ms double precision[], p_pause_ms double precision[],
  p_patience interval, p_several int, p_circuit_failures int
) returns setof uuid language plpgsql as $$
begin
  -- In this order, for other batches may hold the same rows. Below, rows are found by arrays, and so met in the order of their ids.
  perform from (select id from unnest(p_message) as u (id) order by id) u
    cross join lateral (select from messages where id = u.id for no key update) m;
  with
  inp as materialized (
    select u.*, to_timestamp(u.at_ms / 1000) as at, u.outcome not in ('back', 'dropped') as is_sent,
        d.message is not null as is_queued, h.is_held, r.is_current,
        -- The message's last word, for its present round.
        r.is_current and (u.outcome = 'delivered' or (u.outcome in ('failed', 'dropped') and h.is_held)) as ends
      from unnest(p_message, p_claim, p_lane, p_endpoint, p_at, p_duration_ms, p_status, p_error, p_response, p_url, p_outcome,
        p_delay_ms, p_pause_ms) as u (message, claim, lane, endpoint, at_ms, duration_ms, status, error, response, url, outcome,
        delay_ms, pause_ms)
      left join lateral (select message, claim, round, worker from deliveries where message = u.message limit 1) d on true
      cross join lateral (select coalesce(d.worker is not null and d.claim = u.claim, false) as is_held) h
      cross join lateral (select coalesce(d.round < u.claim, false) as is_current) r),
  attempt as (
    insert into attempts (message, at, duration_ms, status, error, response, url)
      select i.message, i.at, i.duration_ms, i.status, i.error, i.response, i.url from inp i where i.is_sent
      on conflict do nothing returning attempts.message, attempts.at),
  fresh as materialized ( -- all of them, but in a repeated batch: to look for each would cost the square of their number
    select i.* from inp i where i.is_sent and ((select count(*) from attempt) = (select count(*) from inp where inp.is_sent)
      or exists (select from attempt a where a.message = i.message and a.at = i.at))),
  message as (
    update messages m set attempts = m.attempts + 1, last_status = f.status, last_error = f.error,
        delivered_at = case when f.outcome = 'delivered' then coalesce(m.delivered_at, now()) else m.delivered_at end,
        state = case when f.outcome = 'delivered' and (f.ends or not f.is_queued) then 1 when f.ends then 2 else m.state end
      from fresh f where m.id = f.message),
  dropped as (
    update messages m set state = 2, last_error = i.error from inp i where m.id = i.message and i.outcome = 'dropped' and i.ends),
  done as (
    delete from deliveries where message = any(array(
      select f.message from fresh f where f.ends union all select i.message from inp i where i.outcome = 'dropped' and i.ends))),
  later as ( -- where its endpoint's messages wait by now
    update deliveries d set worker = null, attempts = d.attempts + (i.outcome = 'later' and i.is_current)::int,
        run_at = case when i.delay_ms > 0 and i.is_current then now() + i.delay_ms * interval '1 ms' else d.run_at end,
        lane = coalesce((select e.lane from endpoints e where e.id = d.endpoint), d.lane)
      from inp i where d.message = i.message and d.claim = i.claim and i.is_held and not i.ends),
  -- A healthy endpoint's and a healthy lane's row are left alone: not even locked, for other processes send there too. What an
  -- earlier URL answered says nothing of an endpoint.
  tried as materialized (
    select t.* from (
        select f.endpoint, f.url, bool_or(f.outcome = 'delivered') as any_success, count(*)::int as n
          from fresh f where f.endpoint is not null group by f.endpoint, f.url) t
      cross join lateral (select failing_since from endpoints where id = t.endpoint and url = t.url limit 1) e
      where not t.any_success or e.failing_since is not null),
  endpoint as (
    update endpoints e set (failing_since, recent_failures, recent_since) = (
        select case when t.any_success then null else coalesce(e.failing_since, now()) end,
            case when t.any_success then 0 when r.is_recent then e.recent_failures + t.n else t.n end,
            case when r.is_recent then e.recent_since else now() end
          from tried t cross join lateral (select coalesce(e.recent_since > now() - interval '1 day', false) as is_recent) r
          where t.endpoint = e.id)
      where e.id = any(array(select tried.endpoint from tried))),
  lane as materialized (
    select n.* from (
        select f.lane, bool_or(f.outcome = 'delivered') as any_success, count(*)::int as n, max(f.pause_ms) as pause_ms,
            avg(f.duration_ms) > 1000 as is_slow
          from fresh f group by f.lane) n
      cross join lateral (select * from delivery_lanes where id = n.lane limit 1) l
      where not (n.any_success and l.failures = 0 and l.trips = 0 and l.blocked_until is null and n.pause_ms = 0 and l.is_slow = n.is_slow)
        -- A sign of life now and then.
        or l.used_at < now() - interval '1 hour')
  update delivery_lanes l set used_at = now(), (failures, trips, is_slow, blocked_until, paused_until) = (
      select f.failures,
          case when lane.any_success then 0 when t.has_tripped then least(l.trips + 1, 6) else l.trips end,
          lane.is_slow,
          case
            when lane.any_success then null
            -- 2, 4, 8 … and at most 60 seconds until the next probe.
            when t.has_tripped then now() + least(60, 2 ^ (l.trips + 1)) * interval '1 s'
            else l.blocked_until end,
          -- A success that was under way at the time takes back nothing.
          case when lane.pause_ms > 0 then greatest(l.paused_until, now() + lane.pause_ms * interval '1 ms') else l.paused_until end
        from lane
        cross join lateral (select case when lane.any_success then 0 else least(l.failures + lane.n, 1000000) end as failures) f
        -- Late failures of a lane that rests already say nothing new.
        cross join lateral (
          select f.failures >= p_circuit_failures and coalesce(l.blocked_until <= now(), true) as has_tripped) t
        where lane.lane = l.id)
    where l.id = any(array(select lane.lane from lane));
  return query select e.id from endpoints e
    where e.id = any(p_endpoint) and e.failing_since < now() - p_patience and e.recent_failures >= p_several;
end $$;

-- Gives deliveries that dead processes held to whoever comes next.
create function take_over_deliveries() returns int language plpgsql as $$
declare
  n int;
begin
  with pick as materialized (
    select d.message from deliveries d where d.worker is not null and not exists (select from workers w where w.id = d.worker)
    for update skip locked),
  freed as (update deliveries d set worker = null, run_at = now() where d.message = any(array(select pick.message from pick)))
  select count(*) into n from pick;
  return n;
end $$;

-- Sends messages again, or now where they still wait: a new round of the whole schedule under the same ids. One, or those between
-- p_after and p_until, at most p_limit; of one endpoint, or of all receivers; the failed ones, or any. Answers the last id, null =
-- there was none, and how many.
create function replay_messages(
  p_organisation int, p_message uuid, p_after uuid, p_until uuid, p_endpoint uuid, p_only_failed boolean, p_limit int
) returns table (last uuid, n int) language plpgsql as $$
declare
  chosen uuid[];
begin
  -- As records do: what is under way is replayed by what came of it.
  select array_agg(c.id order by c.id) into chosen from (
    select m.id from messages m
      where m.organisation = p_organisation and (p_message is null or m.id = p_message) and m.id > p_after and m.id < p_until
        and (p_endpoint is null or m.endpoint = p_endpoint) and (not p_only_failed or m.state = 2)
        -- Whom nobody listens for any more cannot be sent to.
        and coalesce((select e.enabled from endpoints e where e.id = m.endpoint), m.endpoint is null)
      order by m.id limit p_limit for no key update of m) c;
  perform ensure_lanes(array_agg(p_organisation), array_agg(origin_of(t.callback_url)))
    from unnest(chosen) as c (id)
    cross join lateral (select task from messages where id = c.id and endpoint is null limit 1) m
    cross join lateral (select callback_url from tasks where id = m.task limit 1) t;
  return query with
  addressed as materialized (
    select m.*, coalesce(e.lane, l.id) as lane from unnest(chosen) as c (id)
      cross join lateral (select id, task, endpoint, sequence from messages where id = c.id limit 1) m
      left join lateral (select lane from endpoints where id = m.endpoint limit 1) e on true
      left join lateral (select origin_of(callback_url) as origin from tasks where m.endpoint is null and id = m.task limit 1) t on true
      left join lateral (select id from delivery_lanes where organisation = p_organisation and origin = t.origin limit 1) l on true
      where coalesce(e.lane, l.id) is not null),
  reopened as (update messages m set state = 0 where m.id = any(array(select a.id from addressed a)) and m.state <> 0),
  queued as (
    insert into deliveries (message, lane, organisation, task, endpoint, sequence, round)
      select a.id, a.lane, p_organisation, a.task, a.endpoint, a.sequence, nextval('delivery_turns') from addressed a
    -- The turn is drawn under the row's lock: after that of whoever holds it.
    on conflict (message) do update set lane = excluded.lane, run_at = now(), attempts = 0, expires_at = excluded.expires_at,
      round = nextval('delivery_turns'))
  select chosen[cardinality(chosen)], (select count(*)::int from addressed);
end $$;

-- What an organisation's enabled endpoints want, for creates and finishes to look at. Under the account lock.
create function refresh_wanted_events(p_organisation int) returns void language sql as $$
  update accounts a set wanted_events = coalesce((
      select bit_or(event_bit(k.kind)) from endpoints e cross join unnest(e.events) as k (kind)
      where e.organisation = p_organisation and e.enabled), 0)
    where a.organisation = p_organisation
$$;

-- A new endpoint; answers its first secret, or null when there are p_most already.
create function create_endpoint(
  p_id uuid, p_organisation int, p_url text, p_description text, p_events text[], p_dialect smallint, p_enabled boolean, p_most int
) returns text language plpgsql as $$
declare
  first_secret text := new_secret();
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  if (select count(*) from endpoints e where e.organisation = p_organisation) >= p_most then return null; end if;
  perform ensure_lanes(array[p_organisation], array[origin_of(p_url)]);
  insert into endpoints (id, organisation, url, description, events, dialect, enabled, lane)
    select p_id, p_organisation, p_url, p_description, p_events, p_dialect, p_enabled, l.id
      from delivery_lanes l where l.organisation = p_organisation and l.origin = origin_of(p_url);
  insert into webhook_secrets (organisation, endpoint, secret) values (p_organisation, p_id, first_secret);
  perform refresh_wanted_events(p_organisation);
  return first_secret;
end $$;

-- Changes what is not null. Nothing is known of a new URL yet. Answers the lanes of before and after; null when the organisation
-- has no such endpoint.
create function change_endpoint(
  p_id uuid, p_organisation int, p_url text, p_description text, p_events text[], p_enabled boolean, out was int, out is_now int
) language plpgsql as $$
declare
  is_fresh boolean := p_enabled is true or p_url is not null;
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  if p_url is not null then perform ensure_lanes(array[p_organisation], array[origin_of(p_url)]); end if;
  update endpoints e set url = coalesce(p_url, e.url), description = coalesce(p_description, e.description),
      events = coalesce(p_events, e.events), enabled = coalesce(p_enabled, e.enabled), updated_at = now(),
      disabled_reason = case when p_enabled is null then e.disabled_reason end,
      failing_since = case when not is_fresh then e.failing_since end,
      recent_failures = case when is_fresh then 0 else e.recent_failures end,
      lane = coalesce((select l.id from delivery_lanes l where l.organisation = p_organisation and l.origin = origin_of(p_url)), e.lane)
    where e.id = p_id and e.organisation = p_organisation
    returning old.lane, new.lane into was, is_now;
  if found then perform refresh_wanted_events(p_organisation); end if;
end $$;

-- What was raised for it stays in the log; what is still to be sent is given up when its turn comes.
create function delete_endpoint(p_id uuid, p_organisation int) returns boolean language plpgsql as $$
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  delete from endpoints e where e.id = p_id and e.organisation = p_organisation;
  if not found then return false; end if;
  delete from webhook_secrets s where s.organisation = p_organisation and s.endpoint = p_id;
  perform refresh_wanted_events(p_organisation);
  return true;
end $$;

-- A message about an endpoint itself: to p_endpoint, or to all that want the kind.
create function raise_endpoint_messages(p_organisation int, p_subject uuid, p_kind text, p_endpoint uuid) returns setof uuid
language sql as $$
  with raised as materialized (
    select new_message_id() as message, e.id as endpoint, e.lane from endpoints e
    where e.organisation = p_organisation and e.enabled
      and case when p_endpoint is null then p_kind = any (e.events) and e.dialect is null else e.id = p_endpoint end),
  message as (
    insert into messages (id, organisation, endpoint, subject, kind, sequence, progress)
      select r.message, p_organisation, r.endpoint, p_subject, p_kind, 0, 0 from raised r)
  insert into deliveries (message, lane, organisation, endpoint, sequence)
    select r.message, r.lane, p_organisation, r.endpoint, 0 from raised r returning message
$$;

-- An endpoint that answered 410, or has only failed for days: off, with an event for those who look after it; unless it has
-- another URL by now.
create function disable_endpoint(p_id uuid, p_url text, p_reason text) returns boolean language plpgsql as $$
declare
  owner int := (select e.organisation from endpoints e where e.id = p_id);
  seq bigint;
begin
  perform from accounts a where a.organisation = owner for no key update;
  update endpoints e set enabled = false, disabled_reason = p_reason, updated_at = now() where e.id = p_id and e.enabled and e.url = p_url;
  if not found then return false; end if;
  perform refresh_wanted_events(owner);
  update accounts a set event_seq = a.event_seq + 1 where a.organisation = owner returning a.event_seq into seq;
  insert into events (organisation, seq, endpoint, kind) values (owner, seq, p_id, 'endpoint.disabled');
  perform raise_endpoint_messages(owner, p_id, 'endpoint.disabled', null);
  return true;
end $$;

-- The secrets of an organisation's default that are in force, the newest first; made at the first use.
create function default_secrets(p_organisation int) returns setof webhook_secrets language plpgsql as $$
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  insert into webhook_secrets (organisation, secret)
    select p_organisation, new_secret() where not exists (
      select from webhook_secrets s where s.organisation = p_organisation and s.endpoint is null and s.expires_at is null);
  return query select * from webhook_secrets s where s.organisation = p_organisation and s.endpoint is null
    and (s.expires_at is null or s.expires_at > now()) order by s.created_at desc;
end $$;

-- 244 random bits in the form of Standard Webhooks.
create function new_secret() returns text language sql volatile as $$
  select 'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64')
$$;

-- A new secret, beside which the old ones hold for p_overlap, the newest p_most - 1 of them; p_endpoint null = the organisation's
-- default.
create function rotate_secret(p_organisation int, p_endpoint uuid, p_overlap interval, p_most int) returns setof webhook_secrets
language sql as $$
  select from accounts where organisation = p_organisation for no key update;
  update webhook_secrets s set expires_at = case when k.n < p_most then least(s.expires_at, now() + p_overlap) else now() end
    from (
      select o.id, row_number() over (order by o.created_at desc) as n from webhook_secrets o
      where o.organisation = p_organisation and o.endpoint is not distinct from p_endpoint
        and (o.expires_at is null or o.expires_at > now())) k
    where s.id = k.id;
  insert into webhook_secrets (organisation, endpoint, secret) values (p_organisation, p_endpoint, new_secret());
  select * from webhook_secrets s where s.organisation = p_organisation and s.endpoint is not distinct from p_endpoint
    and (s.expires_at is null or s.expires_at > now()) order by s.created_at desc
$$;

-- As ensure_partitions. Messages stay as long as their tasks, with room beside each for what came of it: so its update touches no
-- index. Attempts are many and bulky, and leave after 30 days.
create function ensure_message_partitions() returns void language plpgsql set lock_timeout = '300ms' as $$
declare
  first date;
begin
  perform pg_advisory_xact_lock(71, 1);
  for first in select generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months', interval '1 month')
  loop
    perform attach_partition('messages', 'messages_' || to_char(first, 'YYYY_MM'), least_id_at(first),
      least_id_at((first + interval '1 month')::date), 'with (fillfactor = 50)');
  end loop;
  for first in select generate_series(current_date - 1, current_date + 7, interval '1 day')
  loop
    perform attach_partition('attempts', 'attempts_' || to_char(first, 'YYYY_MM_DD'), first::text, (first + 1)::text, '');
  end loop;
end $$;

-- The least UUIDv7 of a day's beginning.
create function least_id_at(p_day date) returns text language sql immutable as $$
  select (lpad(to_hex((extract(epoch from p_day::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid::text
$$;

select ensure_message_partitions();
