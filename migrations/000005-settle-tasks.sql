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
  p_captured bigint[], p_output text[], p_error text[], p_purchase_state text[], p_cancel boolean[],
  -- The files that come with them, each with the place of its member, from 1.
  p_member int[], p_file uuid[], p_kind text[], p_token text[], p_extension text[], p_media_type text[], p_size bigint[],
  p_sha256 text[], p_width int[], p_height int[], p_duration_seconds double precision[],
  p_content bytea[], p_wait boolean
) returns table (verdict text, told boolean) language plpgsql
as $$
declare
  locked int[];
  -- What was decided, an element for each member in order.
  verdicts text[];
  organisations int[];
  helds bigint[];
  keeps timestamptz[];
  jobs_of bigint[];
  phases smallint[];
  purchases_of uuid[];
  limited_keys uuid[];     -- limits that count its task: of a key, and of credits since a day
  counted_days date[];
  frees_limits boolean;
  places bigint[];         -- numbers of their events; null for members that settle nothing
  last_movements bigint[]; -- numbers of the last of their one or two movements
  kinds text[];            -- of their events
  wanting uuid[];          -- ended tasks of which somebody is to be told, and how they ended
  ends text[];
begin
  select array_agg(x.organisation) into organisations
    from (
      select t.organisation from (select id from unnest(p_task) as u (id) order by id) u
        cross join lateral (select organisation from tasks where id = u.id for no key update) t) x;
  locked := coalesce(lock_accounts(organisations, p_wait), '{}');
  -- A takeover that commits between the look and the delete would end the job under its next holder.
  perform lock_held_jobs(p_job, p_attempt);

  with
  guarded as (
    select u.*, t.organisation, t.held, t.keep_until, t.callback_url is not null as has_callback, j.id as job_id, j.phase,
        j.limited_key, j.counted_on, p.id as purchase, a.event_seq, a.movement_seq, a.wanted_events,
        case u.status when 3 then 'task.succeeded' when 4 then 'task.failed' else 'task.canceled' end as kind, case
          when t.id is null then 'missing'
          when t.organisation <> all (locked) then 'busy'
          when t.status >= 3 then 'terminal'
          when t.status > u.highest_status then 'not_allowed'
          when u.guard = 'attempt' and (j.id is distinct from u.job or j.attempt <> u.attempt or j.worker is null) then 'lost'
          when u.guard = 'overdue' and (j.id is null or j.worker is not null or j.deadline > now() - interval '1 minute') then 'lost'
          when u.guard = 'no_purchase' and p.id is not null and not p.restartable then 'purchased'
          else 'settled' end as guard_verdict
      from unnest(p_task, p_guard, p_job, p_attempt, p_highest_status, p_status, p_captured) with ordinality
        as u (task, guard, job, attempt, highest_status, status, captured, ord)
      -- Each lateral and of one row: there is no other order to join in, whatever the statistics say, and one element a member.
      left join lateral (select * from tasks where id = u.task limit 1) t on true
      left join lateral (
        select * from accounts where organisation = t.organisation and organisation = any (locked) limit 1) a on true
      left join lateral (select * from jobs where task = u.task limit 1) j on true
      left join lateral (select * from purchases where task = u.task and not closed limit 1) p on true),
  judged as (
    select *, case
        when min(ord) filter (where guard_verdict = 'settled') over (partition by task) <> ord then 'terminal'
        else guard_verdict end as verdict
      from guarded),
  numbered as (
    select *, judged.verdict = 'settled' as is_done, count(*) filter (where judged.verdict = 'settled') over earlier_too as k,
        sum((captured > 0)::int + (held > captured)::int) filter (where judged.verdict = 'settled') over earlier_too as m,
        judged.verdict = 'settled' and (has_callback or wanted_events & event_bit(kind) > 0) as is_wanted
      from judged window earlier_too as (partition by organisation order by ord))
  select array_agg(n.verdict order by ord), array_agg(n.organisation order by ord), array_agg(held order by ord),
      array_agg(keep_until order by ord), array_agg(case when is_done then job_id end order by ord),
      array_agg(case when is_done then phase end order by ord), array_agg(case when is_done then purchase end order by ord),
      array_agg(case when is_done then event_seq + k end order by ord),
      array_agg(case when is_done then movement_seq + m end order by ord), array_agg(kind order by ord),
      array_agg(case when is_done then limited_key end order by ord), array_agg(case when is_done then counted_on end order by ord),
      coalesce(bool_or(is_done and (limited_key is not null or counted_on is not null)), false),
      array_agg(task order by ord) filter (where is_wanted), array_agg(kind order by ord) filter (where is_wanted)
    into verdicts, organisations, helds, keeps, jobs_of, phases, purchases_of, places, last_movements, kinds, limited_keys, counted_days,
      frees_limits, wanting, ends
    from numbered n;
  -- Else everything below would be written for the wrong member.
  if cardinality(verdicts) <> cardinality(p_task) then raise 'decided on % of % members', cardinality(verdicts), cardinality(p_task); end if;

  if 'purchased' = any (verdicts) then
    update tasks t set cancel_requested_at = now(), updated_at = now(), version = t.version + 1
      from unnest(p_task, verdicts, p_cancel) as u (task, verdict, cancel)
      where u.verdict = 'purchased' and u.cancel and t.id = u.task and t.cancel_requested_at is null;
    update jobs j set hinted = j.worker is not null, run_at = case when j.worker is null then now() else j.run_at end
      from unnest(p_task, verdicts) as u (task, verdict) where u.verdict = 'purchased' and j.task = u.task and j.phase = 2;
  end if;

  update tasks t set status = u.status, captured = u.captured, released = u.held - u.captured, error = u.error,
      progress = case when u.status = 3 then 100 else t.progress end,
      started_at = case when u.status = 3 then coalesce(t.started_at, now()) else t.started_at end, completed_at = now(), updated_at = now(),
      status_changed_at = now(), version = t.version + 1,
      callback_message = case when t.callback_url is not null then new_message_id() end,
      cancel_requested_at = case when u.cancel then coalesce(t.cancel_requested_at, now()) else t.cancel_requested_at end
    from unnest(p_task, p_status, p_captured, helds, p_error, p_cancel, places) as u (task, status, captured, held, error, cancel, place)
    where u.place is not null and t.id = u.task;
  update task_payloads w set output = u.output from unnest(p_task, p_output, places) as u (task, output, place)
    where u.place is not null and u.output is not null and w.task = u.task;
  update purchases p set state = u.state, updated_at = now() from unnest(purchases_of, p_purchase_state) as u (id, state)
    where p.id = u.id;
  insert into artifacts (id, organisation, task, kind, token, extension, media_type, size, sha256, width, height,
      duration_seconds, content, expires_at)
    select f.id, organisations[f.ord], p_task[f.ord], f.kind, f.token, f.extension, f.media_type, f.size, f.sha256, f.width,
        f.height, f.duration_seconds, f.content, keeps[f.ord]
      from unnest(p_member, p_file, p_kind, p_token, p_extension, p_media_type, p_size, p_sha256, p_width, p_height,
        p_duration_seconds, p_content)
        as f (ord, id, kind, token, extension, media_type, size, sha256, width, height, duration_seconds, content)
      where places[f.ord] is not null;
  insert into movements (organisation, seq, task, kind, debit, credit, amount)
    select u.organisation, m.seq, u.task, m.kind, 'held', m.credit, m.amount
      from unnest(organisations, last_movements, p_task, helds, p_captured) as u (organisation, last, task, held, captured)
      cross join lateral (values
        ('capture', 'revenue', u.captured, u.last - (u.held > u.captured)::int),
        ('release', 'available', u.held - u.captured, u.last)) as m (kind, credit, amount, seq)
      where u.last is not null and m.amount > 0;
  insert into events (organisation, seq, task, kind)
    select u.organisation, u.place, u.task, u.kind
      from unnest(organisations, places, p_task, kinds) as u (organisation, place, task, kind) where u.place is not null;
  delete from jobs where id = any (jobs_of);
  if frees_limits then
    perform free_limits(organisations, limited_keys, phases, counted_days,
      array(select u.held - u.captured from unnest(helds, p_captured) with ordinality as u (held, captured, ord) order by u.ord));
  end if;

  -- Each end lets in at most one that was staged. The jobs of this batch are gone by now: none of them is let in.
  with
  room as materialized (
    select a.organisation, total.*, greatest(0, a.max_active - (a.active - total.freed)) as free
      from (
        select u.organisation as of, sum(u.held)::bigint as held, sum(u.held - u.captured)::bigint as released, count(*) as events,
            sum((u.captured > 0)::int + (u.held > u.captured)::int) as movements, count(*) filter (where u.phase >= 1)::int as freed
          from unnest(organisations, helds, p_captured, places, phases) as u (organisation, held, captured, place, phase)
          where u.place is not null group by u.organisation) total
      join accounts a on a.organisation = total.of),
  promoted as (
    update jobs j set phase = 1 from room cross join lateral (
        select s.id from jobs s where s.lane = room.organisation and s.phase = 0
          order by s.rank, s.id limit least(room.free, room.freed)) next
      where j.id = next.id returning j.lane)
  update accounts a set available = a.available + room.released, held = a.held - room.held,
      movement_seq = a.movement_seq + room.movements, event_seq = a.event_seq + room.events,
      active = a.active - room.freed + (select count(*)::int from promoted where promoted.lane = room.organisation)
    from room where a.organisation = room.organisation;
  if wanting is not null then perform raise_messages(wanting, ends); end if;
  return query select u.verdict, wanting is not null from unnest(verdicts) as u (verdict);
end $$;

-- How many tasks of an organisation may run at once. Whom a higher limit lets in is let in here: ends let in no more than they
-- free, and an idle organisation has none. Two statements, as in create: the second sees what the lock waited for.
create function limit_active_tasks(p_organisation int, p_most int) returns void language plpgsql
as $$
begin
  perform from accounts a where a.organisation = p_organisation for no key update;
  with promoted as materialized (
    select s.id from accounts a cross join lateral (
      select j.id from jobs j where j.lane = a.organisation and j.phase = 0
      order by j.rank, j.id limit greatest(0, p_most - a.active)) s
    where a.organisation = p_organisation),
  promotion as (update jobs j set phase = 1 from promoted p where j.id = p.id)
  update accounts a set max_active = p_most, active = a.active + (select count(*)::int from promoted),
      limits_tasks = p_most < 2147483647 or exists (select from task_limits l where l.organisation = p_organisation)
    where a.organisation = p_organisation;
end $$;
