-- Before a start: the purchase is committed under the task's lock, with the fence (the job's attempt) and the task's state
-- looked at again. Verdicts: begun · open (the task has an open purchase already: look at that one) · canceling (a cancel was
-- asked for: nothing is bought) · lost (the job is somebody else's by now, or gone).
-- `uncertain`: it is not sent now, but may have been before an older state was put back: it counts as sent then. `hopeless`:
-- and nobody can tell: then the deadline counts from there as well, else such tasks would fill their organisation's places for
-- one deadline after the other.
create function begin_purchases(
  p_job bigint[], p_attempt int[], p_task uuid[], p_purchase uuid[], p_ordinal smallint[], p_provider text[], p_model text[],
  p_restartable boolean[], p_resend_ms double precision[], p_running boolean[], p_deadline_ms double precision[],
  p_uncertain boolean[], p_hopeless boolean[]
) returns table (ord int, verdict text) language plpgsql
as $$
begin
  perform from unnest(p_task) as u (id) join tasks t on t.id = u.id order by t.id for no key update of t;
  return query with
  inp as materialized (
    select u.* from unnest(p_job, p_attempt, p_task, p_purchase, p_ordinal, p_provider, p_model, p_restartable, p_resend_ms,
      p_running, p_deadline_ms, p_uncertain, p_hopeless) with ordinality as u (job, attempt, task, purchase, ordinal, provider,
      model, restartable, resend_ms, running, deadline_ms, uncertain, hopeless, ord)),
  judged as materialized (
    select inp.*, case
        when j.id is null or t.status >= 3 then 'lost'
        when p.id is not null then 'open'
        when t.cancel_requested_at is not null then 'canceling'
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
  select b.ord::int, b.verdict from judged b order by b.ord;
end $$;

-- The holder is done with a job for now: the next look is in `delay`, or at once when a hint came meanwhile. Fenced.
-- `retried` counts a try of the provider's; `running` moves a starting task on; progress never falls. `nothing_bought` says of
-- the last send under the purchase that it bought nothing: refused and not_sent close the purchase, so that another may be
-- bought; unknown leaves it as uncertain as the sends before that one made it, and as long ago. All three are decisions, and
-- fenced with the job, for a holder that lost it cannot know what the next one has sent under the same purchase. A handle
-- that came meanwhile is a fact and counts more; what was accepted is closed only as refused (it failed and costs nothing).
create function park_jobs(
  p_job bigint[], p_attempt int[], p_task uuid[], p_delay_ms double precision[], p_progress smallint[], p_running boolean[],
  p_retried boolean[], p_purchase uuid[], p_nothing_bought text[]
) returns table (ord int, parked boolean) language plpgsql
as $$
begin
  perform from unnest(p_task) as u (id) join tasks t on t.id = u.id order by t.id for no key update of t;
  -- By their fenced holder: a takeover that commits between the look and the write would otherwise be overwritten.
  perform from unnest(p_job, p_attempt) as u (job, attempt)
    join jobs j on j.id = u.job and j.attempt = u.attempt and j.worker is not null for no key update of j;
  return query with
  inp as materialized (
    select u.* from unnest(p_job, p_attempt, p_task, p_delay_ms, p_progress, p_running, p_retried, p_purchase, p_nothing_bought)
      with ordinality as u (job, attempt, task, delay_ms, progress, running, retried, purchase, nothing_bought, ord)),
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
          or (t.progress < h.progress and t.updated_at <= now() - interval '500 ms'))))),
  purchase as (
    update purchases p set state = h.nothing_bought, updated_at = now(),
        sent_at = case when h.nothing_bought = 'unknown' then coalesce(p.sent_before, p.sent_at) else p.sent_at end
      from held h where p.id = h.purchase
        and (p.state in ('sending', 'unknown') or (p.state = 'accepted' and h.nothing_bought = 'refused'))),
  job as (
    update jobs j set worker = null, hinted = false,
        run_at = case when j.hinted then now() else now() + h.delay_ms * interval '1 ms' end
      from held h where j.id = h.job)
  select inp.ord::int, exists (select from held h where h.ord = inp.ord) from inp order by inp.ord;
end $$;

-- Progress of running work, from its holder. Answers for each whether it still is the holder's to do.
create function report_progress(p_job bigint[], p_attempt int[], p_task uuid[], p_progress smallint[])
returns table (ord int, still_ours boolean) language plpgsql
as $$
begin
  perform from unnest(p_task) as u (id) join tasks t on t.id = u.id order by t.id for no key update of t;
  return query with
  inp as materialized (
    select u.* from unnest(p_job, p_attempt, p_task, p_progress) with ordinality as u (job, attempt, task, progress, ord)),
  held as materialized (
    select inp.* from inp join jobs j on j.id = inp.job and j.attempt = inp.attempt and j.worker is not null),
  task as (
    update tasks t set progress = h.progress, updated_at = now(), version = t.version + 1
      from held h where t.id = h.task and t.status = 2 and t.progress < h.progress)
  select inp.ord::int, exists (select from held h where h.ord = inp.ord) from inp order by inp.ord;
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
