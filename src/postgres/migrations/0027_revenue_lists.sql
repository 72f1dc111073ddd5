-- Who moved, left, installed and tried, by time over all merchants: what the lists and tables behind the revenue page's
-- figures are read from.
create index merchant_events_by_time on merchant_events
  (organization_id, occurred_at desc, rank desc, app_number desc, shop_number desc, connection_id desc, id desc)
  include (type, plan, mrr_change, mrr_currency)
  where mrr_change <> 0 or type in ('installed', 'uninstalled', 'subscribed', 'trial_started', 'trial_converted');
