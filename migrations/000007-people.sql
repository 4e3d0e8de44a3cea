-- People, by better-auth: users to auth_rates are what its compiled migrations make, under our names (src/people/auth-tables.ts; a
-- test asserts that it has nothing to add), with what our own rules add: checks, and unique constraints in place of some indexes.
-- Nothing here is locked where a task is made or ended. LOCK ORDER: users by id -> organisations by id -> members.

create table users (
  id uuid primary key default gen_random_uuid(),
  -- Goes into mails: no line breaks, no control characters.
  name text not null check (length(name) between 1 and 200 and name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
  email text not null unique check (email = lower(email) and length(email) <= 254),
  email_verified boolean not null,
  image text check (length(image) <= 2048),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  two_factor_enabled boolean,
  phone_number text unique check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  phone_number_verified boolean,
  -- May do everything to everybody, over the operator's API. Set by `medley person operator` and operators alone.
  operator boolean not null default false
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references users (id) on delete cascade,
  active_organization_id uuid references organisations (id) on delete set null
);
create index sessions_user_id_idx on sessions (user_id); -- all of a person are ended at once

-- How a person signs in: the password's hash. (`accounts` are of money.)
create table user_accounts (
  id uuid primary key default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  unique (user_id, provider_id)
);

create table verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null, -- hashed
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier_idx on verifications (identifier);

create table two_factors (
  id uuid primary key default gen_random_uuid(),
  secret text not null,       -- encrypted
  backup_codes text not null, -- hashed, each
  user_id uuid not null unique references users (id) on delete cascade,
  verified boolean,
  failed_verification_count int,
  locked_until timestamptz
);

alter table organisations
  add column logo text check (length(logo) <= 2048),
  add column metadata text check (length(metadata) <= 16384),
  add check (length(name) between 1 and 200 and name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
  add check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$');

-- Whoever makes an organisation, it has its account in the same transaction. One that brings its own (the first start with its
-- grant, an import, whose accounts come first) finds it as it made it.
create function open_account() returns trigger language plpgsql as $$
begin
  insert into accounts (organisation) values (new.number) on conflict do nothing;
  return null;
end
$$;
create trigger open_account after insert on organisations for each row execute function open_account();

create table members (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organisations (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  -- One role each: better-auth would take several, separated by commas.
  role text not null check (role in ('owner', 'admin', 'member', 'auditor')),
  created_at timestamptz not null,
  unique (organization_id, user_id)
);
create index members_user_id_idx on members (user_id);

-- An organisation keeps an owner, also when two leave at the same moment: the second waits for the first's commit, and looks then.
create function keep_an_owner() returns trigger language plpgsql as $$
begin
  perform from organisations where id = old.organization_id for no key update;
  if found and not exists (select from members where organization_id = old.organization_id and role = 'owner') then
    raise exception 'an organisation must keep an owner' using errcode = 'check_violation';
  end if;
  return null;
end
$$;
create trigger keep_an_owner_on_delete after delete on members for each row when (old.role = 'owner') execute function keep_an_owner();
create trigger keep_an_owner_on_update after update of role on members for each row
  when (old.role = 'owner' and new.role <> 'owner') execute function keep_an_owner();

create table invitations (
  id uuid primary key default gen_random_uuid(), -- random: whoever knows it was told
  organization_id uuid not null references organisations (id) on delete cascade,
  email text not null check (length(email) <= 254),
  role text check (role in ('owner', 'admin', 'member', 'auditor')),
  status text not null check (status in ('pending', 'accepted', 'rejected', 'canceled')),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  inviter_id uuid not null references users (id) on delete cascade
);
create index invitations_organization_id_idx on invitations (organization_id);
create index invitations_email_idx on invitations (email);

-- Requests by address and path, of all processes.
create table auth_rates (
  id uuid primary key default gen_random_uuid(),
  key text not null unique,
  count int not null,
  last_request bigint not null -- epoch ms
);

-- Tries to guess a password, by the hash of whose and from where. Counted before the password is looked at, so that many at once
-- are counted too.
create table password_tries (
  subject bytea primary key check (length(subject) = 32),
  tries int not null,
  since timestamptz not null -- the window's beginning; refused tries do not lengthen it
);

-- Mails and text messages that are to go out, and have (OmnAPI's EmailTask and SmsTask). Claimed `skip locked` by moving
-- `scheduled_at` to when the claim is void: whoever dies with one leaves it due again.
create table email_tasks (
  id uuid primary key, -- UUIDv7: lists walk it; the message's id too, so that receivers know a second copy
  user_id uuid,
  "to" text not null,
  subject text not null,
  template text not null,
  payload text not null, -- a JSON object, with links and codes; cleared a day after its end
  status text not null default 'PENDING' check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
  attempts int not null default 0, -- the fence
  retry_count int not null generated always as (greatest(attempts - 1, 0)) stored,
  max_retries int not null default 8,
  error_message text,
  scheduled_at timestamptz default now(), -- null = never again
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index email_tasks_due on email_tasks (scheduled_at) where scheduled_at is not null; -- asked every second

create table sms_tasks (
  id uuid primary key,
  user_id uuid,
  "to" text not null, -- E.164
  body text not null, -- cleared as the payload of a mail
  status text not null default 'PENDING' check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
  attempts int not null default 0,
  retry_count int not null generated always as (greatest(attempts - 1, 0)) stored,
  max_retries int not null default 4,
  error_message text,
  scheduled_at timestamptz default now(),
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sms_tasks_due on sms_tasks (scheduled_at) where scheduled_at is not null;
