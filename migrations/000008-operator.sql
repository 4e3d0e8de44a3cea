-- What operators do and have done. LOCK ORDER: an operator's transaction locks what it changes first, and writes its line last.

-- Who did what. Only ever grows: nobody changes a line or takes one away, not even by a mistake of ours.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('person', 'key', 'command')),
  actor_id uuid, -- null = the command line
  actor text not null, -- as it was called then: an address, a key's name
  action text not null,
  organisation int, -- whose; null = nobody's
  subject text, -- on what, by its public id
  details text not null, -- a JSON object; never a secret
  address text, -- from where
  request_id text
);
create index audit_log_by_organisation on audit_log (organisation, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_log_only_grows before update or delete or truncate on audit_log execute function refuse_change();

-- Locked out by an operator; null = may sign in.
alter table users add column locked_at timestamptz;

-- Whoever is locked gets no session, by whatever door. Waits for a lock-out that has begun, which ends the sessions from before.
create function refuse_locked() returns trigger language plpgsql as $$
begin
  if (select locked_at from users where id = new.user_id for share) is not null then
    raise exception 'this person is locked' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_locked before insert on sessions for each row execute function refuse_locked();
