/**
 * Triggers that watch the fence from inside the database: a job is let go, and a task is ended, only by the process whose
 * worker holds it. Outcomes alone would hardly ever show a missing fence, so much of the engine forgives a stale holder.
 *
 * A connection says whose it is by the setting `chaos.process` (layouts.ts); where it does not, only the breaches are seen
 * for which nobody may have been the holder. Two identities of one process are not told apart.
 */
export const JOB_AUDIT = `
create table if not exists chaos_workers (worker uuid primary key, process text not null);
create table if not exists chaos_breaches (id bigint generated always as identity primary key, task uuid, what text not null);

create or replace function chaos_watch_jobs() returns trigger language plpgsql as $$
declare
  me text := nullif(current_setting('chaos.process', true), '');
  holder text;
  ended smallint;
begin
  if tg_op = 'UPDATE' and new.worker is not null and new.worker is distinct from old.worker then
    if old.worker is not null then
      insert into chaos_breaches (task, what) values (old.task, 'a job that is held was claimed');
    end if;
    if me is not null then
      insert into chaos_workers values (new.worker, me) on conflict do nothing;
    end if;
    return null;
  end if;
  select process into holder from chaos_workers where worker = old.worker;
  if tg_op = 'UPDATE' then
    if old.worker is null and new.worker is null and new.run_at > now() and new.run_at is distinct from old.run_at then
      insert into chaos_breaches (task, what) values (old.task, 'a job was parked by somebody who did not hold it');
    elsif old.worker is not null and new.worker is null and new.takeovers = old.takeovers and holder <> me then
      insert into chaos_breaches (task, what) values (old.task, format('a job of %s was let go by %s', holder, me));
    end if;
    return null;
  end if;
  select status into ended from tasks where id = old.task;
  -- Cancels end a task without holding its job; so does the sweep, of what never started.
  if ended <> 5 and old.phase = 2 then
    if old.worker is null then
      insert into chaos_breaches (task, what) values (old.task, 'a task was ended by somebody who did not hold its job');
    elsif holder <> me then
      insert into chaos_breaches (task, what) values (old.task, format('a task of %s was ended by %s', holder, me));
    end if;
  end if;
  return null;
end $$;
create or replace trigger chaos_watch_jobs after update or delete on jobs for each row execute function chaos_watch_jobs();
`
