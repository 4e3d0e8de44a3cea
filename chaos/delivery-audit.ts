/**
 * A trigger that counts, for each message, the claims that ended without an attempt on record: the holder died, lost the
 * database or was stopped, maybe with the message sent. Only after one of these may a message come more often than attempts
 * say.
 */
export const DELIVERY_AUDIT = `
create table if not exists chaos_hand_backs (message uuid not null);
create index if not exists chaos_hand_backs_of on chaos_hand_backs (message);
create or replace function chaos_watch_deliveries() returns trigger language plpgsql as $$
begin
  insert into chaos_hand_backs values (old.message);
  return null;
end $$;
create or replace trigger chaos_watch_deliveries after update on deliveries for each row
  when (old.worker is not null and new.worker is null and new.attempts = old.attempts)
  execute function chaos_watch_deliveries();
`
