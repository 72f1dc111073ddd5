-- How often a plan of an app bills, where the operator knows better than its name or other shops' sales.
create table plan_intervals (
  organization_id text not null,
  app_number bigint not null,
  -- As Shopify's events name it.
  plan text not null,
  billing_interval text not null check (billing_interval in ('EVERY_30_DAYS', 'ANNUAL')),
  set_by text not null,
  set_at timestamptz not null default now(),
  primary key (organization_id, app_number, plan)
);
call bind_to_tenant('plan_intervals');
grant select, insert, update, delete on plan_intervals to convot_worker;
grant select on plan_intervals to convot_api, convot_readonly;
