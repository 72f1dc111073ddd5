-- What a row set aside would be known by, where that much of it can be read: transaction id, or what tells an event from
-- others. A row that Shopify corrects leaves the quarantine when it is stored.
alter table quarantined_rows add column row_key text;
create index quarantined_rows_by_key on quarantined_rows (organization_id, connection_id, feed, row_key)
  where row_key is not null;
grant delete on quarantined_rows to convot_worker;
