/** The rules by the names that `why` and the history carry. Each is one file of src/merchants/rules, or a function in it. */
export type RuleName =
  | 'subscription'
  | 'add-on'
  | 'plan change'
  | 'cancel'
  | 're-emitted cancel'
  | 'cancel of an uninstall'
  | 'cancel without effect'
  | 'freeze'
  | 'sale as evidence of life'
  | 'sales stopped'
  | KeepingRule
  | 'trial'
  | 'trial conversion'
  | 'trial expiry'
  | 'install state'
  | 'assumed reinstall'
  | 'assumed reactivation'
  | 'assumed install'
  | 'uninstall'
  | 'deactivation'
  | 'deactivation with a freeze'
  | 'abandoned charge'
  | 'purchase'
  | 'usage'
  | 'credit'
  | 'adjustment'
  | 'test charge'
  | IntervalRule
  | 'list price of live charges'
  | 'last settled gross'
  | 'stated discount'
  | 'scheduled cancellation'
  | 'no live charge'
  | 'never subscribed'
  | RiskRule;

/** The rungs of the interval ladder. */
export type IntervalRule =
  | 'interval: stated'
  | 'interval: its latest sale'
  | 'interval: billed a year ahead'
  | 'interval: billed a year ahead after an annual charge'
  | 'interval: the operator’s setting'
  | 'interval: the plan’s name'
  | 'interval: other shops’ sales'
  | 'interval: every 30 days';

/** What a late sale keeps alive, by what would otherwise have ended or paused it. */
export type KeepingRule = 'proven to go on' | 'unbroken' | 'freeze lifted by a sale' | 'reactivation by a sale';

/** Why a customer may be about to leave. */
export type RiskRule =
  | 'risk: frozen'
  | 'risk: cancelling'
  | 'risk: payment late'
  | 'risk: downgraded'
  | 'risk: trial ending unused'
  | 'risk: uninstalled before';
