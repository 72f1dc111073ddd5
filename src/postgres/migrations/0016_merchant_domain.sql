-- What the panel asks by. A column, because row security keeps an index on an expression from being used.
alter table merchants add column domain text not null generated always as (lower(myshopify_domain)) stored;
drop index merchants_by_domain;
create index merchants_by_domain on merchants (organization_id, domain, last_event_at desc, shop_number desc);
