import { tell } from '../../../../test/support/merchants/merchant-story.js';

/** `subscription, stated: ACTIVATED`: evidence by the last word of its type. */
function reasonOf(story: string, today: string, figure: 'status' | 'plan'): string {
  const why = tell(story, today).why[figure];
  if (why === undefined) throw new Error(`no reason for ${figure}`);
  const rows = why.evidence.map((id) => /[A-Z]+(?=\/\d{4}-)|AppSubscriptionSale/.exec(id)?.[0] ?? id);
  return `${why.rule}, ${why.confidence}: ${rows.join(' ')}`;
}

/** Rule: Why. The rule is the one that made it so, and its rows are there. */
test.each`
  figure      | story                                                      | today    | reason
  ${'status'} | ${'d0 act 1 A 5'}                                          | ${'d9'}  | ${'subscription, stated: ACTIVATED'}
  ${'status'} | ${'d0 sale 1 5'}                                           | ${'d9'}  | ${'sale as evidence of life, inferred: AppSubscriptionSale'}
  ${'status'} | ${'d0 act 1 A 5; d9 can 1; d9 act 2 B 7'}                  | ${'d9'}  | ${'plan change, stated: ACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d'}                                 | ${'d9'}  | ${'trial, inferred: ACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d'}                                 | ${'d20'} | ${'trial conversion, inferred: ACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d'}                                 | ${'d90'} | ${'trial conversion, assumed: ACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d; d14 sale 1 5'}                   | ${'d20'} | ${'trial conversion, stated: ACTIVATED AppSubscriptionSale'}
  ${'status'} | ${'d0 act 1 A 5; d5 freeze 1'}                             | ${'d9'}  | ${'freeze, stated: ACTIVATED FROZEN'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d; d5 freeze 1'}                    | ${'d9'}  | ${'freeze, inferred: ACTIVATED FROZEN'}
  ${'status'} | ${'d0 act 1 A 5; d5 freeze 1; d7 unfreeze 1'}              | ${'d9'}  | ${'subscription, stated: ACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5; d5 can 1'}                                | ${'d9'}  | ${'no live charge, stated: CANCELED'}
  ${'status'} | ${'d0 act 1 A 5 bill 14d; d16 can 1'}                      | ${'d60'} | ${'trial expiry, inferred: CANCELED'}
  ${'status'} | ${'d0 sale 1 5'}                                           | ${'d70'} | ${'no live charge, inferred: AppSubscriptionSale'}
  ${'status'} | ${'d0 act 1 A 5; d5 uninstall'}                            | ${'d9'}  | ${'uninstall, stated: UNINSTALLED'}
  ${'status'} | ${'d0 act 1 A 5; d5 uninstall; d6 install'}                | ${'d9'}  | ${'uninstall, stated: UNINSTALLED'}
  ${'status'} | ${'d0 act 1 A 5; d5 deactivate'}                           | ${'d9'}  | ${'deactivation, stated: DEACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5; d5 deactivate; d7 install'}               | ${'d9'}  | ${'deactivation, stated: DEACTIVATED'}
  ${'status'} | ${'d0 act 1 A 5; d5 deactivate; d6 uninstall; d7 install'} | ${'d9'}  | ${'deactivation, stated: DEACTIVATED'}
  ${'plan'}   | ${'d0 act 1 A 5 bill 14d'}                                 | ${'d90'} | ${'subscription, stated: ACTIVATED'}
  ${'plan'}   | ${'d0 act 1 A 5 bill 14d; d5 can 1; d5 act 2 B 7'}         | ${'d9'}  | ${'plan change, stated: ACTIVATED'}
  ${'plan'}   | ${'d0 act 1 A 5; d5 freeze 1'}                             | ${'d9'}  | ${'subscription, stated: ACTIVATED'}
  ${'plan'}   | ${'d0 sale 1 5'}                                           | ${'d9'}  | ${'sale as evidence of life, inferred: AppSubscriptionSale'}
`(
  '$figure of $story, $today: $reason',
  (row: Record<'story' | 'today' | 'reason', string> & { figure: 'status' | 'plan' }) => {
    expect(reasonOf(row.story, row.today, row.figure)).toBe(row.reason);
  },
);
