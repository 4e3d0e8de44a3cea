-- Before a start: the purchase is committed under the task's lock, with the fence (the job's attempt) and the task's state
-- looked at again. Verdicts: begun · open (the task has an open purchase already: look at that one) · canceling (a cancel was
-- asked for: nothing is bought) · lost (the job is somebody else's by now, or gone) · busy (the task would run from now on, and
-- somebody holds the account row, which numbers that event: ask again with p_wait). `told`: there are messages to deliver.
-- `uncertain`: it is not sent now, but may have been before an older state was put back: it counts as sent then. `hopeless`:
-- and nobody can tell: then the deadline counts from there as well, else such tasks would fill their organisation's places for
-- one deadline after the other.
create function begin_purchases(
  p_job bigint[], p_attempt int[], p_task uuid[], p_purchase uuid[], p_ordinal smallint[], p_provider text[], p_model text[],
  p_restartable boolean[], p_resend_ms double precision[], p_running boolean[], p_deadline_ms double precision[],
  p_uncertain boolean[], p_hopeless boolean[], p_wait boolean
) returns table (ord int, verdict text, told boolean) language plpgsql
as $$
declare
  beginning int[];
  locked int[];
  verdicts text[];
  begun_of int[]; -- the organisations of the tasks that run now; null elsewhere
  is_told boolean;
begin
  select * into beginning, locked from lock_to_run(p_task, p_running, p_wait);
  perform lock_held_jobs(p_job, p_attempt);
  with
  inp as materialized (
    select u.* from unnest(p_job, p_attempt, p_task, p_purchase, p_ordinal, p_provider, p_model, p_restartable, p_resend_ms,
      p_running, p_deadline_ms, p_uncertain, p_hopeless, beginning) with ordinality as u (job, attempt, task, purchase, ordinal,
      provider, model, restartable, resend_ms, running, deadline_ms, uncertain, hopeless, beginning, ord)),
  judged as materialized (
    select inp.*, case
        when j.id is null or t.status >= 3 then 'lost'
        when p.id is not null then 'open'
        when t.cancel_requested_at is not null then 'canceling'
        when inp.beginning is not null and inp.beginning <> all (locked) then 'busy'
        else 'begun' end as verdict
      from inp left join jobs j on j.id = inp.job and j.attempt = inp.attempt and j.worker is not null
      left join tasks t on t.id = inp.task
      left join purchases p on p.task = inp.task and not p.closed),
  bought as (
    insert into purchases (id, task, ordinal, provider, model, restartable, resend_until, state, sent_at)
      select b.purchase, b.task, b.ordinal, b.provider, b.model, b.restartable, now() + b.resend_ms * interval '1 ms',
        case when b.uncertain then 'unknown' else 'sending' end, case when b.uncertain then e.epoch else now() end
      from judged b cross join installation e where b.verdict = 'begun'),
  task as (
    update tasks t set status = greatest(t.status, case when b.running then 2 else 1 end::smallint),
        started_at = case when b.running then coalesce(t.started_at, now()) else t.started_at end,
        provider = b.provider, provider_model = b.model, progress = case when b.running then greatest(t.progress, 1::smallint) else t.progress end,
        status_changed_at = case when t.status < case when b.running then 2 else 1 end then now() else t.status_changed_at end,
        updated_at = now(), version = t.version + 1
      from judged b where b.verdict = 'begun' and t.id = b.task),
  job as (
    update jobs j set deadline = case when b.hopeless then e.epoch else now() end + b.deadline_ms * interval '1 ms'
      from judged b cross join installation e where b.verdict = 'begun' and j.id = b.job)
  select array_agg(b.verdict order by b.ord), array_agg(case when b.verdict = 'begun' then b.beginning end order by b.ord)
    into verdicts, begun_of from judged b;
  is_told := raise_running(p_task, begun_of);
  return query select u.ord::int, u.verdict, is_told from unnest(verdicts) with ordinality as u (verdict, ord);
end $$;

-- Locks tasks by id, then the accounts of those that begin to run, which number that event. Answers for each member its
-- organisation if its task is to begin to run, else null; and the accounts that it got.
create function lock_to_run(p_task uuid[], p_running boolean[], p_wait boolean, out beginning int[], out locked int[])
language plpgsql as $$
begin
  select array_agg(case when u.running and t.status < 2 then t.organisation end order by u.ord) into beginning
    from (select * from unnest(p_task, p_running) with ordinality as m (id, running, ord) order by m.id) u
      left join lateral (select organisation, status from tasks where id = u.id for no key update) t on true;
  locked := '{}';
  if array_remove(beginning, null) <> '{}' then locked := coalesce(lock_accounts(beginning, p_wait), '{}'); end if;
end $$;

-- Locks jobs that their fenced holder is about to change or end, by id, which is the order of `limit_tasks`: it locks all of an
-- organisation's and has no task of theirs.
create function lock_held_jobs(p_job bigint[], p_attempt int[]) returns void language sql as $$
  select from unnest(p_job, p_attempt) as u (job, attempt)
    join jobs j on j.id = u.job and j.attempt = u.attempt and j.worker is not null order by j.id for no key update of j
$$;

-- The holder is done with a job for now: the next look is in `delay`, or at once when a hint came meanwhile. Fenced.
-- `retried` counts a try of the provider's; `running` moves a starting task on; progress never falls. `nothing_bought` says of
-- the last send under the purchase that it bought nothing: refused and not_sent close the purchase, so that another may be
-- bought; unknown leaves it as uncertain as the sends before that one made it, and as long ago. All three are decisions, and
-- fenced with the job, for a holder that lost it cannot know what the next one has sent under the same purchase. A handle
-- that came meanwhile is a fact and counts more; what was accepted is closed only as refused (it failed and costs nothing).
-- Verdicts: parked · lost (not the caller's any more) · busy and `told` as above.
create function park_jobs(
  p_job bigint[], p_attempt int[], p_task uuid[], p_delay_ms double precision[], p_progress smallint[], p_running boolean[],
  p_retried boolean[], p_purchase uuid[], p_nothing_bought text[], p_wait boolean
) returns table (ord int, verdict text, told boolean) language plpgsql
as $$
declare
  beginning int[];
  locked int[];
  verdicts text[];
  moved uuid[];    -- tasks that this changed; the organisations of those that run now, and of those that have got on
  begun_of int[];
  risen_of int[];
  is_told boolean;
begin
  select * into beginning, locked from lock_to_run(p_task, p_running, p_wait);
  -- A takeover that commits between the look and the write would otherwise be overwritten.
  perform lock_held_jobs(p_job, p_attempt);
  with
  member as materialized (
    select u.*, u.beginning is not null and u.beginning <> all (locked) as is_busy
      from unnest(p_job, p_attempt, p_task, p_delay_ms, p_progress, p_running, p_retried, p_purchase, p_nothing_bought, beginning)
        with ordinality as u (job, attempt, task, delay_ms, progress, running, retried, purchase, nothing_bought, beginning, ord)),
  inp as materialized (select * from member where not is_busy),
  held as materialized (
    select inp.* from inp join jobs j on j.id = inp.job and j.attempt = inp.attempt and j.worker is not null),
  task as (
    update tasks t set status = case when h.running then greatest(t.status, 2::smallint) else t.status end,
        started_at = case when h.running then coalesce(t.started_at, now()) else t.started_at end,
        status_changed_at = case when h.running and t.status < 2 then now() else t.status_changed_at end,
        progress = case when h.running then greatest(t.progress, h.progress, 1::smallint) else t.progress end,
        retry_count = t.retry_count + h.retried::int,
        updated_at = now(), version = t.version + 1
      from held h where t.id = h.task and t.status < 3
        and (h.retried or (h.running and (t.status < 2
          -- At most every half second (RULINGS 20); what is left out now comes with a later look.
          or (t.progress < h.progress and t.updated_at <= now() - interval '500 ms'))))
      returning t.id, t.organisation, h.running, h.beginning),
  purchase as (
    update purchases p set state = h.nothing_bought, updated_at = now(),
        sent_at = case when h.nothing_bought = 'unknown' then coalesce(p.sent_before, p.sent_at) else p.sent_at end
      from held h where p.id = h.purchase
        and (p.state in ('sending', 'unknown') or (p.state = 'accepted' and h.nothing_bought = 'refused'))),
  job as (
    update jobs j set worker = null, hinted = false,
        run_at = case when j.hinted then now() else now() + h.delay_ms * interval '1 ms' end
      from held h where j.id = h.job),
  change as (
    select array_agg(t.id) as tasks, array_agg(t.beginning) as begun,
        array_agg(case when t.running and t.beginning is null then t.organisation end) as risen
      from task t),
  answer as (
    select array_agg(case when m.is_busy then 'busy' when exists (select from held h where h.ord = m.ord) then 'parked' else 'lost' end
        order by m.ord) as verdicts
      from member m)
  select answer.verdicts, change.tasks, change.begun, change.risen into verdicts, moved, begun_of, risen_of
    from answer cross join change;
  is_told := raise_running(moved, begun_of);
  is_told := raise_progress(moved, risen_of) or is_told;
  return query select u.ord::int, u.verdict, is_told from unnest(verdicts) with ordinality as u (verdict, ord);
end $$;

-- Progress of running work, from its holder. Answers for each whether it still is the holder's to do, and whether there are
-- messages to deliver (`told`).
create function report_progress(p_job bigint[], p_attempt int[], p_task uuid[], p_progress smallint[])
returns table (ord int, still_ours boolean, told boolean) language plpgsql
as $$
declare
  ours boolean[];
  risen uuid[];
  risen_of int[];
  is_told boolean;
begin
  perform from unnest(p_task) as u (id) join tasks t on t.id = u.id order by t.id for no key update of t;
  with
  inp as materialized (
    select u.* from unnest(p_job, p_attempt, p_task, p_progress) with ordinality as u (job, attempt, task, progress, ord)),
  held as materialized (
    select inp.* from inp join jobs j on j.id = inp.job and j.attempt = inp.attempt and j.worker is not null),
  task as (
    update tasks t set progress = h.progress, updated_at = now(), version = t.version + 1
      from held h where t.id = h.task and t.status = 2 and t.progress < h.progress
      returning t.id, t.organisation),
  change as (select array_agg(t.id) as tasks, array_agg(t.organisation) as organisations from task t),
  answer as (select array_agg(exists (select from held h where h.ord = inp.ord) order by inp.ord) as ours from inp)
  select answer.ours, change.tasks, change.organisations into ours, risen, risen_of from answer cross join change;
  is_told := raise_progress(risen, risen_of);
  return query select u.ord::int, u.still_ours, is_told from unnest(ours) with ordinality as u (still_ours, ord);
end $$;

-- A fact about a purchase, taken from anyone at any time: never fenced, so that no paid work is thrown away. Of several about
-- one purchase in a batch the one that says most counts. `sending` = it goes out once more, from now. Said twice by a batch
-- whose answer was lost, it can only be taken back to a later time, which is the safe side. A handle that comes when the task
-- has ended is kept for the books and changes nothing else.
create function record_purchase_facts(p_purchase uuid[], p_state text[], p_reference text[]) returns void language plpgsql
as $$
begin
  perform from purchases p where p.id = any(p_purchase) order by p.id for no key update;
  update purchases p set state = case when p.state in ('abandoned', 'failed') and u.state = 'accepted' then p.state else u.state end,
      reference = coalesce(u.reference, p.reference), updated_at = now(),
      sent_at = case when u.state = 'sending' then now() else p.sent_at end,
      sent_before = case when u.state = 'sending' then p.sent_at else p.sent_before end
    from (
      select distinct on (f.id) f.id, f.state, f.reference from unnest(p_purchase, p_state, p_reference) as f (id, state, reference)
      order by f.id, array_position(array['delivered_late', 'accepted', 'unknown', 'sending'], f.state)) u
    where p.id = u.id and case u.state
      when 'accepted' then p.state in ('sending', 'unknown', 'abandoned', 'failed')
      when 'unknown' then p.state = 'sending'
      when 'sending' then p.state in ('sending', 'unknown')
      when 'delivered_late' then p.state in ('sending', 'unknown', 'accepted', 'abandoned', 'failed')
      else false end;
end $$;

-- A callback or cancel says: look again. Remembered on the job when somebody holds it.
create function hint_task(p_task uuid) returns void language sql as $$
  update jobs set hinted = worker is not null, run_at = case when worker is null then now() else run_at end
    where task = p_task and phase = 2
$$;
