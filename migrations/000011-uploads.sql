-- Files that clients give us to keep. A row is there before the first byte of its file, lapses within the hour, and has an empty
-- sha256 until all of it has come: whatever is cut off, the sweep of expired artifacts finds it.

-- Gives a file that has come in whole to its organisation. Verdicts: kept · replay (same key, same bytes and fields: `artifact`
-- is the first one's) · conflict (same key, others). Of two under one key the second waits for the first.
create function keep_upload(
  p_id uuid, p_organisation int, p_key uuid, p_body uuid, p_size bigint, p_sha256 text, p_purpose text, p_metadata text,
  p_keep interval
) returns table (verdict text, artifact uuid) language plpgsql as $$
declare
  earlier artifacts;
begin
  if p_key is not null then
    perform pg_advisory_xact_lock(hashtextextended(p_organisation || ' ' || p_key, 0));
    select * into earlier from artifacts a where a.organisation = p_organisation and a.key = p_key
      and a.created_at > now() - interval '24 hours' and a.expires_at > now() order by a.created_at desc limit 1;
    if found then
      return query select case when earlier.body = p_body then 'replay' else 'conflict' end, earlier.id;
      return;
    end if;
  end if;
  update artifacts a set size = p_size, sha256 = p_sha256, purpose = p_purpose, metadata = p_metadata, key = p_key,
      body = p_body, created_at = now(), expires_at = now() + p_keep
    where a.id = p_id;
  return query select 'kept', p_id;
end $$;
