-- The API version that Shopify said it answered with, when it last answered; null until it has said one. Newer than the
-- one asked for when ours is no longer served: it may mean something else by the same fields.
alter table sync_status add column served_version text;
