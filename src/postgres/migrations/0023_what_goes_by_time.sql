-- How long what is kept beside the rows may stay, and who takes it away: the worker, by time, for every tenant.
-- docs/architecture.md has the periods.

-- Keys were kept as they were sent, and a token that somebody pasted there with them: only keyed hashes are kept now.
truncate idempotency_keys;
drop index idempotency_keys_oldest;
create index idempotency_keys_oldest on idempotency_keys (created_at);
create policy read_expired on idempotency_keys for select to convot_worker
  using (created_at < now() - interval '24 hours');
create policy delete_expired on idempotency_keys for delete to convot_worker
  using (created_at < now() - interval '24 hours');
grant select (organization_id, key, created_at), delete on idempotency_keys to convot_worker;

-- What repeats is one line with a count, so that nobody can fill the log by being refused.
alter table audit_log add column count integer not null default 1;
alter table audit_log add column last_at timestamptz;
-- Lines of one organization that say the same here are one; null for lines that stand alone.
alter table audit_log add column same_as text;
alter table audit_log add unique (organization_id, same_as);
grant update (count, last_at) on audit_log to convot_api;
create index audit_log_oldest on audit_log (at);
create policy read_expired on audit_log for select to convot_worker using (at < now() - interval '2 years');
create policy delete_expired on audit_log for delete to convot_worker using (at < now() - interval '2 years');
grant delete on audit_log to convot_worker;

-- The bytes go, the row stays: that something of Shopify's could not be stored goes on being counted.
alter table quarantined_rows alter column raw drop not null;
grant update (raw) on quarantined_rows to convot_worker;

grant delete on merchant_corrections to convot_worker;
create policy only_expired on merchant_corrections as restrictive for delete to convot_worker
  using (learned_at < now() - interval '3 years');
