-- The one way a task ends: status, money, event, purchase, artifacts, job and the promotion of a staged neighbour commit
-- together. Finish, cancel and deadline all come through here; p_guard says what must hold for it:
--   attempt      the job is still at this attempt and held (a worker's decision)
--   no_purchase  no open purchase, or a restartable one (a client's cancel, a start-by that passed)
--   overdue      nobody holds the job, a minute after its deadline
-- Of several about one task in a batch, the first whose guard holds settles it; to the others it is terminal, as if they had
-- come just after: a stale or refused one must not cost the task its outcome.
-- Verdicts: settled · terminal (it had ended before) · lost (the fence) · purchased (no_purchase did not hold: the cancel is
-- written down and the worker told) · not_allowed (its status is above p_highest_status) · missing · busy (somebody holds the
-- account row: ask again with p_wait). `told`: there are messages to deliver.
create function settle_tasks(
  p_task uuid[], p_guard text[], p_job bigint[], p_attempt int[], p_highest_status smallint[], p_status smallint[],
  p_captured bigint[], p_output text[], p_error text[], p_purchase_state text[], p_cancel boolean[], p_artifacts json,
  p_wait boolean
) returns table (ord int, verdict text, told boolean) language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  organisations int[];
  locked int[];
  verdicts text[];
  wanting uuid[]; -- ended tasks of which somebody is to be told, and how they ended
  ends text[];
begin
  select array_agg(x.organisation) into organisations
    from (select t.organisation from unnest(p_task) as u (id) join tasks t on t.id = u.id order by t.id for no key update of t) x;
  locked := lock_accounts(organisations, p_wait);
  with
  inp as materialized (
    select u.* from unnest(p_task, p_guard, p_job, p_attempt, p_highest_status, p_status, p_captured, p_output, p_error,
      p_purchase_state, p_cancel) with ordinality as u (task, guard, job, attempt, highest_status, status, captured, output,
      error, purchase_state, cancel, ord)),
  guarded as materialized (
    select inp.*, t.organisation, t.held, t.callback_url is not null as has_callback, j.id as job_id, j.phase, p.id as purchase, case
          when t.id is null then 'missing'
          when t.organisation <> all (coalesce(locked, '{}')) then 'busy'
          when t.status >= 3 then 'terminal'
          when t.status > inp.highest_status then 'not_allowed'
          when inp.guard = 'attempt' and (j.id is distinct from inp.job or j.attempt <> inp.attempt or j.worker is null) then 'lost'
          when inp.guard = 'overdue' and (j.id is null or j.worker is not null or j.deadline > now() - interval '1 minute') then 'lost'
          when inp.guard = 'no_purchase' and p.id is not null and not p.restartable then 'purchased'
          else 'settled' end as guard_verdict
      from inp left join tasks t on t.id = inp.task left join jobs j on j.task = inp.task
      left join purchases p on p.task = inp.task and p.state not in ('refused', 'not_sent')),
  judged as materialized (
    select g.*, case
        when min(g.ord) filter (where g.guard_verdict = 'settled') over (partition by g.task) <> g.ord then 'terminal'
        else g.guard_verdict end as verdict
      from guarded g),
  done as materialized (
    select d.*, d.held - d.captured as released,
        case d.status when 3 then 'task.succeeded' when 4 then 'task.failed' else 'task.canceled' end as kind,
        row_number() over (partition by d.organisation order by d.ord) as k,
        sum((d.captured > 0)::int + (d.held > d.captured)::int) over (partition by d.organisation order by d.ord) as m
      from judged d where d.verdict = 'settled'),
  task as (
    update tasks t set status = d.status, captured = d.captured, released = d.released, error = d.error,
        progress = case when d.status = 3 then 100 else t.progress end,
        started_at = case when d.status = 3 then coalesce(t.started_at, now()) else t.started_at end, completed_at = now(), updated_at = now(),
        status_changed_at = now(), version = t.version + 1, callback_message = case when d.has_callback then new_message_id() end,
        cancel_requested_at = case when d.cancel then coalesce(t.cancel_requested_at, now()) else t.cancel_requested_at end
      from done d where t.id = d.task),
  asked as (
    update tasks t set cancel_requested_at = coalesce(t.cancel_requested_at, now()), updated_at = now(), version = t.version + 1
      from judged d where d.verdict = 'purchased' and d.cancel and t.id = d.task and t.cancel_requested_at is null),
  hinted as (
    update jobs j set hinted = j.worker is not null, run_at = case when j.worker is null then now() else j.run_at end
      from judged d where d.verdict = 'purchased' and j.task = d.task and j.phase = 2),
  payload as (
    update task_payloads w set output = d.output from done d where d.output is not null and w.task = d.task),
  total as (
    select d.organisation, sum(d.held)::bigint as held, sum(d.released)::bigint as released, count(*) as events,
        sum((d.captured > 0)::int + (d.released > 0)::int) as movements, count(*) filter (where d.phase >= 1)::int as freed
      from done d group by d.organisation),
  room as materialized ( -- before its own update below: numbers of this statement's snapshot, under the lock taken above
    select a.organisation, a.movement_seq, a.event_seq, a.wanted_events, total.held, total.released, total.events, total.movements, total.freed,
        greatest(0, a.max_active - (a.active - total.freed)) as free
      from total join accounts a on a.organisation = total.organisation),
  promoted as materialized (
    select s.id, room.organisation from room cross join lateral (
      select j.id from jobs j where j.lane = room.organisation and j.phase = 0
        and not exists (select from done d where d.job_id = j.id)
      order by j.rank, j.id limit least(room.free, room.freed)) s),
  account as (
    update accounts a set available = a.available + room.released, held = a.held - room.held,
        movement_seq = a.movement_seq + room.movements, event_seq = a.event_seq + room.events,
        active = a.active - room.freed + (select count(*)::int from promoted p where p.organisation = room.organisation)
      from room where a.organisation = room.organisation),
  movement as (
    insert into movements (organisation, seq, task, kind, debit, credit, amount)
      select d.organisation, room.movement_seq + d.m - (d.released > 0)::int, d.task, 'capture', 'held', 'revenue', d.captured
        from done d join room on room.organisation = d.organisation where d.captured > 0
      union all
      select d.organisation, room.movement_seq + d.m, d.task, 'release', 'held', 'available', d.released
        from done d join room on room.organisation = d.organisation where d.released > 0),
  event as (
    insert into events (organisation, seq, task, kind)
      select d.organisation, room.event_seq + d.k, d.task, d.kind from done d join room on room.organisation = d.organisation),
  purchase as (
    update purchases p set state = d.purchase_state, updated_at = now() from done d where p.id = d.purchase),
  file as (
    insert into artifacts (id, organisation, task, kind, token, extension, media_type, size, sha256, width, height,
        duration_seconds, expires_at)
      select f.id, d.organisation, f.task, f.kind, f.token, f.extension, f.media_type, f.size, f.sha256, f.width, f.height,
        f.duration_seconds, t.keep_until
      from json_to_recordset(p_artifacts) as f (ord bigint, id uuid, task uuid, kind text, token text, extension text, media_type text,
        size bigint, sha256 text, width int, height int, duration_seconds double precision)
      join done d on d.ord = f.ord join tasks t on t.id = f.task),
  job as (delete from jobs j using done d where j.id = d.job_id),
  promotion as (update jobs j set phase = 1 from promoted p where j.id = p.id)
  select array_agg(judged.verdict order by judged.ord), array_agg(d.task) filter (where d.is_wanted),
      array_agg(d.kind) filter (where d.is_wanted)
    into verdicts, wanting, ends
    from judged left join (
      select done.ord, done.task, done.kind, done.has_callback or room.wanted_events & event_bit(done.kind) > 0 as is_wanted
        from done join room on room.organisation = done.organisation) d on d.ord = judged.ord;
  if wanting is not null then perform raise_messages(wanting, ends); end if;
  return query select u.ord::int, u.verdict, wanting is not null from unnest(verdicts) with ordinality as u (verdict, ord);
end $$;

-- How many tasks of an organisation may run at once. Whom a higher limit lets in is let in here: ends let in no more than they
-- free, and an idle organisation has none. Two statements, as in create: the second sees what the lock waited for.
create function limit_active_tasks(p_organisation int, p_most int) returns void language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  with promoted as materialized (
    select s.id from accounts a cross join lateral (
      select j.id from jobs j where j.lane = a.organisation and j.phase = 0
      order by j.rank, j.id limit greatest(0, p_most - a.active)) s
    where a.organisation = p_organisation),
  promotion as (update jobs j set phase = 1 from promoted p where j.id = p.id)
  update accounts a set max_active = p_most, active = a.active + (select count(*)::int from promoted)
    where a.organisation = p_organisation;
end $$;
