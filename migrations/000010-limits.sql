-- Limits of organisations and of keys. Null = no limit; 0 never stands here. LOCK ORDER: rows of task_limits are only touched
-- under their organisation's account lock; rows of request_limits by subject, in transactions that lock nothing else.

-- Requests. A row only for those that have such a limit: the others are never asked about.
create table request_limits (
  subject uuid primary key, -- an organisation's id, or a key's
  organisation int not null,
  per_second int check (per_second > 0),
  per_day bigint check (per_day > 0),
  per_month bigint check (per_month > 0),
  -- A bucket that holds `per_second` and refills as many a second.
  tokens double precision not null default 0,
  filled_at timestamptz not null default now(),
  -- Granted on the UTC day and in its month. They count in every row, so that a limit set later knows them.
  day date not null default (now() at time zone 'UTC')::date,
  today bigint not null default 0,
  this_month bigint not null default 0,
  check (coalesce(per_second, per_day, per_month) is not null)
) with (fillfactor = 40); -- hot rows: updates stay on their page, and nothing that changes is indexed

-- Tasks and credits. A row only for those that have such a limit. An organisation's own tasks at once are in its account.
create table task_limits (
  organisation int not null,
  api_key uuid, -- null = the organisation itself
  max_active int check (max_active > 0),
  -- Jobs of the key in phases from 0 on; not counted for an organisation.
  active int not null default 0 check (active >= 0),
  credits_per_day bigint check (credits_per_day > 0),
  credits_per_month bigint check (credits_per_month > 0),
  -- Held by the tasks of the UTC day and of its month, without what came back of it.
  day date not null,
  today bigint not null default 0 check (today >= 0),
  this_month bigint not null default 0 check (this_month >= 0)
) with (fillfactor = 40);
-- One row each, found by what create and finish know of a task.
create unique index task_limits_of_organisation on task_limits (organisation, api_key) nulls not distinct;
create unique index task_limits_of_key on task_limits (api_key);

alter table accounts
  -- Whether it has a `max_active`, or it or one of its keys a row in task_limits: what create looks at, so that nobody else pays.
  add column limits_tasks boolean not null default false,
  -- Whether tasks beyond tasks-at-once wait as staged in every dialect, not only in those that have such a status.
  add column stages_excess boolean not null default false;

alter table jobs
  -- The key in whose row of task_limits it counts.
  add column limited_key uuid,
  -- The UTC day on which its hold was counted in task_limits.
  add column counted_on date;
-- Phase -1: its key has as many at once as it may. It goes to phase 0 when one of the key's ends; `admit_held_back` walks this.
create index jobs_held_back on jobs (limited_key, rank, id) where phase = -1;

-- What a counter of `p_day` counts for on the day `p_today`. A clock that steps back over midnight goes on with the day that
-- had begun; one that was wrong by more begins anew, for a counter of a far future would never begin again.
create function counting_day(p_day date, p_today date) returns date immutable language sql
return case when p_day between p_today and p_today + 1 then p_day else p_today end;

-- The first of its month. By way of a timestamp without a zone, since sessions have different ones.
create function month_of(p_day date) returns date immutable language sql
return date_trunc('month', p_day::timestamp)::date;

create function counted_today(p_day date, p_today date, p_count bigint) returns bigint immutable language sql
return case when p_day between p_today and p_today + 1 then p_count else 0 end;

create function counted_this_month(p_day date, p_today date, p_count bigint) returns bigint immutable language sql
return case when p_day between month_of(p_today) and p_today + 1 then p_count else 0 end;

create function is_same_month(p_day date, p_other date) returns boolean immutable language sql
return month_of(p_day) = month_of(p_other);

create function next_month(p_day date) returns date immutable language sql
return (month_of(p_day) + interval '1 month')::date;

-- Whole seconds until a UTC day begins, at least one.
create function seconds_until(p_day date, p_moment timestamptz) returns int stable language sql
return greatest(1, ceil(extract(epoch from (p_day::timestamp at time zone 'UTC') - p_moment)))::int;

-- Counts requests, a row for each asker (a key with its organisation; null = not limited; each key once) with how many came at
-- once. `granted` of them may go on, and only those are counted, everywhere or nowhere. A row for each limit of the asker, as it
-- stands after.
--
-- An answer that is lost must not be asked for again: it may have counted. A database that crashes forgets the last moments of
-- counting, since no request waits for its count to be on disk.
create function take_requests(p_organisation uuid[], p_key uuid[], p_count int[])
returns table (asker int, granted int, policy text, quota bigint, remaining bigint, window_seconds int, reset_seconds int)
language plpgsql as $$
declare
  moment timestamptz;
  utc_day date;
begin
  perform set_config('synchronous_commit', 'off', true);
  perform from request_limits r where r.subject = any (p_organisation || p_key) order by r.subject for no key update;
  moment := clock_timestamp();
  utc_day := (moment at time zone 'UTC')::date;
  return query
  with
  asked as (
    select u.* from unnest(p_organisation, p_key, p_count) with ordinality as u (organisation, key, n, ord)),
  stood as materialized (
    select r.subject, r.per_second, r.per_day, r.per_month, counting_day(r.day, utc_day) as day,
        -- A clock that stepped back refills nothing.
        least(r.per_second, r.tokens + greatest(0, extract(epoch from moment - r.filled_at)) * r.per_second) as tokens,
        counted_today(r.day, utc_day, r.today) as today, counted_this_month(r.day, utc_day, r.this_month) as this_month
      from request_limits r where r.subject = any (p_organisation || p_key)),
  roomy as (
    select s.subject, greatest(0, least(floor(s.tokens), s.per_day - s.today, s.per_month - s.this_month)) as room from stood s),
  wanted as (
    select a.*, least(a.n, k.room) as wish, o.room from asked a
      left join roomy k on k.subject = a.key left join roomy o on o.subject = a.organisation),
  given as (
    select w.*, case when w.room is null then w.wish else least(w.wish, greatest(0, w.room - coalesce(sum(w.wish) over earlier, 0))) end as n_given
      from wanted w window earlier as (partition by w.organisation order by w.ord rows between unbounded preceding and 1 preceding)),
  taken as (
    select s.subject, sum(g.n_given) as n from given g cross join lateral (values (g.key), (g.organisation)) s (subject)
      where s.subject is not null group by s.subject),
  written as (
    update request_limits r set tokens = coalesce(s.tokens - t.n, 0), filled_at = moment, day = s.day, today = s.today + t.n,
        this_month = s.this_month + t.n
      from stood s join taken t on t.subject = s.subject where r.subject = s.subject
      returning r.*)
  select g.ord::int, g.n_given::int, s.whose || p.period, p.quota, greatest(0, p.rest)::bigint, p.seconds, p.reset
    from given g
    cross join lateral (values ('key-', g.key), ('organisation-', g.organisation)) s (whose, subject)
    join written w on w.subject = s.subject
    cross join lateral (values
      ('second', w.per_second::bigint, floor(w.tokens), 1, 1),
      ('day', w.per_day, w.per_day - w.today, 86400, seconds_until(w.day + 1, moment)),
      ('month', w.per_month, w.per_month - w.this_month,
        (next_month(w.day) - month_of(w.day)) * 86400, seconds_until(next_month(w.day), moment)))
      p (period, quota, rest, seconds, reset)
    where p.quota is not null
    order by g.ord, s.whose, p.seconds;
end $$;

-- Sets what a subject may ask for; nothing but nulls = no limits.
create function limit_requests(p_subject uuid, p_organisation int, p_per_second int, p_per_day bigint, p_per_month bigint) returns void
language plpgsql as $$
begin
  if coalesce(p_per_second, p_per_day, p_per_month) is null then
    delete from request_limits where subject = p_subject;
    return;
  end if;
  insert into request_limits as r (subject, organisation, per_second, per_day, per_month, tokens)
    values (p_subject, p_organisation, p_per_second, p_per_day, p_per_month, coalesce(p_per_second, 0))
    on conflict (subject) do update set per_second = p_per_second, per_day = p_per_day, per_month = p_per_month,
      tokens = case when r.per_second is null then coalesce(p_per_second, 0) else least(r.tokens, coalesce(p_per_second, 0)) end,
      filled_at = case when r.per_second is null then clock_timestamp() else r.filled_at end;
end $$;

-- Lets in what the limits of these keys held back and no longer do. Under the account lock.
create function admit_held_back(p_keys uuid[]) returns void language plpgsql as $$
begin
  with
  next as materialized (
    select s.id, l.api_key from task_limits l cross join lateral (
        select j.id from jobs j where j.limited_key = l.api_key and j.phase = -1
          order by j.rank, j.id limit greatest(0, coalesce(l.max_active, 2147483647) - l.active)) s
      where l.api_key = any (p_keys)),
  admission as (update jobs j set phase = 0 from next where j.id = next.id)
  update task_limits l set active = l.active + n.admitted
    from (select api_key, count(*)::int as admitted from next group by api_key) n where l.api_key = n.api_key;
end $$;

-- Holds what a create batch has accepted against limits of tasks and credits: takes back what exceeds one, and numbers the rest
-- anew. Arguments and results are those of create_tasks, an element for each member. Under the account locks.
create function apply_limits(
  p_organisation int[], p_api_key uuid[], p_held bigint[], p_stages boolean[], p_verdict text[], p_task uuid[], p_place bigint[]
) returns table (
  verdicts text[], tasks_of uuid[], left_over bigint[], places bigint[], hold_seqs bigint[], phases smallint[], limited_keys uuid[],
  counted_days date[], bounds text[], waits int[]
) language plpgsql as $$
declare
  moment timestamptz := clock_timestamp();
  utc_day date := (moment at time zone 'UTC')::date;
begin
  return query
  with
  member as (
    select u.*, u.place is not null as is_candidate, a.available, a.active, a.max_active, a.movement_seq, a.event_seq,
        u.may_stage or a.stages_excess as stages, own.day_room, own.month_room,
        own.organisation is not null or theirs.api_key is not null as is_counted,
        theirs.api_key as limited_key, theirs.places as key_room, theirs.day_room as key_day_room, theirs.month_room as key_month_room,
        case
          when u.held > own.per_day then 'organisation-credits-day' when u.held > own.per_month then 'organisation-credits-month'
          when u.held > theirs.per_day then 'key-credits-day' when u.held > theirs.per_month then 'key-credits-month' end as dearer_than
      from unnest(p_organisation, p_api_key, p_held, p_stages, p_verdict, p_task, p_place) with ordinality
        as u (organisation, api_key, held, may_stage, verdict, task, place, ord)
      left join lateral (select * from accounts where organisation = u.organisation and u.verdict <> 'busy' limit 1) a on true
      left join lateral (
        select l.organisation, l.credits_per_day as per_day, l.credits_per_month as per_month,
            l.credits_per_day - counted_today(l.day, utc_day, l.today) as day_room,
            l.credits_per_month - counted_this_month(l.day, utc_day, l.this_month) as month_room
          from task_limits l where a.limits_tasks and l.organisation = a.organisation and l.api_key is null limit 1) own on true
      left join lateral (
        select l.api_key, l.credits_per_day as per_day, l.credits_per_month as per_month, l.max_active - l.active as places,
            l.credits_per_day - counted_today(l.day, utc_day, l.today) as day_room,
            l.credits_per_month - counted_this_month(l.day, utc_day, l.this_month) as month_room
          from task_limits l where a.limits_tasks and l.api_key = u.api_key limit 1) theirs on true),
  summed as (
    select *,
        sum(held) filter (where is_candidate) over of_organisation as running, count(*) filter (where is_candidate) over of_organisation as rank,
        sum(held) filter (where is_candidate) over of_key as key_running, count(*) filter (where is_candidate) over of_key as key_rank
      from member
      window of_organisation as (partition by organisation order by ord), of_key as (partition by organisation, limited_key order by ord)),
  -- As if all before it were accepted: no limit is ever passed, and who is first is never wronged.
  accepted as (
    select *, is_candidate and running <= coalesce(least(day_room, month_room), running)
        and (limited_key is null or key_running <= coalesce(least(key_day_room, key_month_room), key_running))
        and (stages or (active + rank <= max_active and (limited_key is null or key_rank <= coalesce(key_room, key_rank)))) as is_ok
      from summed),
  counted as (
    select *, count(*) filter (where is_ok) over of_organisation as k, count(*) filter (where is_ok and held > 0) over of_organisation as m,
        count(*) filter (where is_ok) over of_key as key_k,
        coalesce(sum(held) filter (where is_ok) over (partition by organisation), 0)::bigint as spent,
        coalesce(sum(held) filter (where is_ok) over (partition by organisation, limited_key), 0)::bigint as key_spent
      from accepted
      window of_organisation as (partition by organisation order by ord), of_key as (partition by organisation, limited_key order by ord)),
  admitted as (
    select *, is_ok and (limited_key is null or key_k <= coalesce(key_room, key_k)) as is_admitted from counted),
  placed as (
    select *, count(*) filter (where is_admitted) over (partition by organisation order by ord) as let_in,
        count(*) filter (where is_admitted) over (partition by organisation) as let_in_of_all,
        count(*) filter (where is_admitted) over (partition by organisation, limited_key) as let_in_of_key
      from admitted),
  judged as (
    select *, case
        when not is_candidate or is_ok then null
        when dearer_than is not null then dearer_than
        when held > day_room - spent then 'organisation-credits-day'
        when held > month_room - spent then 'organisation-credits-month'
        when held > key_day_room - key_spent then 'key-credits-day'
        when held > key_month_room - key_spent then 'key-credits-month'
        when not stages and active + let_in_of_all >= max_active then 'organisation-tasks'
        when not stages and let_in_of_key >= key_room then 'key-tasks' end as exceeded
      from placed),
  decided as (
    select *, case
        -- What is taken back may leave enough for it.
        when verdict = 'poor' and held <= available - spent then 'retry'
        when not is_candidate or is_ok then verdict
        when exceeded like '%-tasks' then 'full'
        when exceeded is not null then 'capped'
        else 'retry' -- a neighbour took the room, but what is left does for this one
      end as decision from judged)
  select array_agg(d.decision order by ord), array_agg(case when is_ok or not is_candidate then d.task end order by ord),
      array_agg(d.available - spent order by ord), array_agg(case when is_ok then event_seq + k end order by ord),
      array_agg(case when is_ok and held > 0 then movement_seq + m end order by ord),
      array_agg(case when not is_ok then null when not is_admitted then -1 when active + let_in <= max_active then 1 else 0 end::smallint
        order by ord),
      array_agg(case when is_ok then limited_key end order by ord), array_agg(case when is_ok and is_counted then utc_day end order by ord),
      array_agg(exceeded order by ord),
      array_agg(case when d.decision = 'capped' and dearer_than is null then
        seconds_until(case when exceeded like '%-day' then utc_day + 1 else next_month(utc_day) end, moment) end order by ord)
    from decided d;
end $$;

-- Counts new tasks (those with a day) against the limits of their organisations and keys. Under the account locks.
create function count_against_limits(p_organisation int[], p_key uuid[], p_phase smallint[], p_held bigint[], p_counted_on date[])
returns void language plpgsql as $$
begin
  update task_limits l set day = counting_day(l.day, n.counted_on), today = counted_today(l.day, n.counted_on, l.today) + n.held,
      this_month = counted_this_month(l.day, n.counted_on, l.this_month) + n.held
    from (
      select u.organisation, u.counted_on, sum(u.held)::bigint as held
        from unnest(p_organisation, p_held, p_counted_on) as u (organisation, held, counted_on)
        where u.counted_on is not null group by u.organisation, u.counted_on) n
    where l.organisation = n.organisation and l.api_key is null;
  update task_limits l set day = counting_day(l.day, n.counted_on), today = counted_today(l.day, n.counted_on, l.today) + n.held,
      this_month = counted_this_month(l.day, n.counted_on, l.this_month) + n.held, active = l.active + n.places
    from (
      select u.key, u.counted_on, sum(u.held)::bigint as held, count(*) filter (where u.phase >= 0)::int as places
        from unnest(p_key, p_phase, p_held, p_counted_on) as u (key, phase, held, counted_on)
        where u.key is not null group by u.key, u.counted_on) n
    where l.api_key = n.key;
end $$;

-- What ended tasks give back to the limits of their organisations and keys: credits that were not charged, to the day and month
-- they were counted in; and their places, which go to those that were held back. After their jobs are gone, under the account lock.
create function free_limits(p_organisation int[], p_key uuid[], p_phase smallint[], p_counted_on date[], p_released bigint[]) returns void
language plpgsql as $$
begin
  update task_limits l set today = greatest(0, l.today - n.of_day), this_month = greatest(0, l.this_month - n.of_month)
    from (
      select o.organisation, coalesce(sum(u.released) filter (where u.counted_on = o.day), 0)::bigint as of_day,
          coalesce(sum(u.released) filter (where is_same_month(u.counted_on, o.day)), 0)::bigint as of_month
        from unnest(p_organisation, p_counted_on, p_released) as u (organisation, counted_on, released)
        join task_limits o on o.organisation = u.organisation and o.api_key is null
        where u.counted_on is not null group by o.organisation) n
    where l.organisation = n.organisation and l.api_key is null;
  update task_limits l set today = greatest(0, l.today - n.of_day), this_month = greatest(0, l.this_month - n.of_month),
      active = l.active - n.places
    from (
      select o.api_key, coalesce(sum(u.released) filter (where u.counted_on = o.day), 0)::bigint as of_day,
          coalesce(sum(u.released) filter (where is_same_month(u.counted_on, o.day)), 0)::bigint as of_month,
          count(*) filter (where u.phase >= 0)::int as places
        from unnest(p_key, p_phase, p_counted_on, p_released) as u (key, phase, counted_on, released)
        join task_limits o on o.api_key = u.key
        group by o.api_key) n
    where l.api_key = n.api_key;
  perform admit_held_back(p_key);
end $$;

-- Sets what an organisation, or one of its keys, may have at once (keys only) and spend; nothing but nulls = no limits. Its counts
-- begin with what its tasks of this month hold or cost: about a second for a million of them, while creates of the organisation wait.
create function limit_tasks(p_organisation int, p_key uuid, p_max_active int, p_credits_per_day bigint, p_credits_per_month bigint) returns void
language plpgsql as $$
declare
  utc_day date;
  month_start timestamptz;
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  -- In the order in which their holders lock them.
  perform from jobs j where j.lane = p_organisation order by j.id for no key update;
  utc_day := (clock_timestamp() at time zone 'UTC')::date;
  month_start := month_of(utc_day)::timestamp at time zone 'UTC';
  if coalesce(p_max_active, p_credits_per_day, p_credits_per_month) is null then
    delete from task_limits l where l.organisation = p_organisation and l.api_key is not distinct from p_key;
    update jobs j set phase = greatest(j.phase, 0), limited_key = null where j.limited_key = p_key;
  else
    update task_limits l set max_active = p_max_active, credits_per_day = p_credits_per_day, credits_per_month = p_credits_per_month
      where l.organisation = p_organisation and l.api_key is not distinct from p_key;
    if not found then
      insert into task_limits (organisation, api_key, max_active, credits_per_day, credits_per_month, day, today, this_month)
        select p_organisation, p_key, p_max_active, p_credits_per_day, p_credits_per_month, utc_day,
            coalesce(sum(t.held - t.released) filter (where t.created_at >= utc_day::timestamp at time zone 'UTC'), 0),
            coalesce(sum(t.held - t.released), 0)
          from tasks t
          where t.organisation = p_organisation and (p_key is null or t.api_key = p_key)
            -- The least UUIDv7 of the month: its 48 bits of milliseconds and nothing else.
            and t.id >= (lpad(to_hex((extract(epoch from month_start) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
      with counted as (
        update jobs j set limited_key = coalesce(p_key, j.limited_key), counted_on = (t.created_at at time zone 'UTC')::date
          from tasks t where j.lane = p_organisation and t.id = j.task and (p_key is null or t.api_key = p_key)
          returning j.phase)
      update task_limits l set active = (select count(*)::int from counted)
        where l.organisation = p_organisation and l.api_key = p_key;
    end if;
  end if;
  perform admit_held_back(array[p_key]);
  -- Which says of the account, too, whether there are limits.
  perform limit_active_tasks(p_organisation, a.max_active) from accounts a where a.organisation = p_organisation;
end $$;
