-- Shopify adds types inside a released version. Such rows are stored like all others and counted here, so that somebody
-- sees that there is something to learn; the list is of version 2026-07, and a later migration may lengthen it.
alter table transactions add column unfamiliar boolean generated always as (type not in (
  'AppSubscriptionSale', 'AppOneTimeSale', 'AppUsageSale', 'AppSaleAdjustment', 'AppSaleCredit', 'ServiceSale',
  'ServiceSaleAdjustment', 'ThemeSale', 'ThemeSaleAdjustment', 'ReferralTransaction', 'ReferralAdjustment',
  'TaxTransaction', 'LegacyTransaction'
)) stored;
alter table app_events add column unfamiliar boolean generated always as (type not in (
  'CREDIT_APPLIED', 'CREDIT_FAILED', 'CREDIT_PENDING', 'ONE_TIME_CHARGE_ACCEPTED', 'ONE_TIME_CHARGE_ACTIVATED',
  'ONE_TIME_CHARGE_DECLINED', 'ONE_TIME_CHARGE_EXPIRED', 'RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_INSTALLED',
  'RELATIONSHIP_REACTIVATED', 'RELATIONSHIP_UNINSTALLED', 'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED', 'SUBSCRIPTION_CHARGE_ACCEPTED', 'SUBSCRIPTION_CHARGE_ACTIVATED',
  'SUBSCRIPTION_CHARGE_CANCELED', 'SUBSCRIPTION_CHARGE_DECLINED', 'SUBSCRIPTION_CHARGE_EXPIRED',
  'SUBSCRIPTION_CHARGE_FROZEN', 'SUBSCRIPTION_CHARGE_UNFROZEN', 'USAGE_CHARGE_APPLIED'
)) stored;
-- Empty as long as nothing is new: counting costs nothing, and writing a known row does not touch them.
create index transactions_unfamiliar on transactions (organization_id, connection_id, type) where unfamiliar;
create index app_events_unfamiliar on app_events (organization_id, connection_id, type) where unfamiliar;
