-- Windows of one feed are read side by side. A window that was divided while it was being read keeps its filter, to
-- which Shopify's cursor belongs, and ends where the other half begins.
alter table sync_windows add column stop_at timestamptz;

-- What Shopify names as the feed's oldest row. A hint only: it says where to divide and how much is left, while the
-- oldest window stays open below.
alter table sync_feeds add column starts_at timestamptz;

-- The settlement sweep and the weekly walk: when the last one began, and until when they rest, so that they use a small
-- share of the budget however large the account is.
alter table sync_status add column sweep_started_at timestamptz;
alter table sync_status add column walk_started_at timestamptz;
alter table sync_status add column sparing_until timestamptz;

-- A whole walk did not see the row any more. Marked, never deleted: Shopify says nowhere why a row would go.
alter table transactions add column missing_since timestamptz;
alter table app_events add column missing_since timestamptz;
create index transactions_by_time on transactions (organization_id, connection_id, created_at);
create index app_events_by_time on app_events (organization_id, connection_id, app_number, occurred_at);
create index transactions_missing on transactions (organization_id, connection_id) where missing_since is not null;
create index app_events_missing on app_events (organization_id, connection_id) where missing_since is not null;
