--! compatible
-- Shops that somebody lately wanted to see as they are at Shopify now. One row a shop, so that however many look at it,
-- Shopify is asked once.

create table shop_refreshes (
  organization_id text not null,
  connection_id uuid not null,
  -- The shop's number, or the domain of one that no row has named yet.
  shop text not null,
  -- Not asked for again within a minute.
  asked_at timestamptz not null default now(),
  -- Null while it is under way, or lost with its worker.
  ended_at timestamptz,
  -- Until then all rows of the shop are here: it is derived as of then, however old the last head scan is.
  as_of timestamptz,
  primary key (organization_id, connection_id, shop),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('shop_refreshes');
-- The api asks, and takes it back where nothing was started; what a refresh brought the worker says.
grant select, insert on shop_refreshes to convot_api;
grant update (asked_at, ended_at) on shop_refreshes to convot_api;
grant select, insert, update, delete on shop_refreshes to convot_worker;
grant select on shop_refreshes to convot_readonly;
