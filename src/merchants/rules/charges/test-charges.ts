import type { Charge } from './charges.js';
import type { Line } from '../history/history-line.js';
import { orderOfType } from '../words/order-at-one-instant.js';
import type { MerchantEventType } from '../../../contract/merchant-words.js';

const SHOWN_AS: ReadonlyMap<string, MerchantEventType> = new Map([
  ['SUBSCRIPTION_CHARGE_ACTIVATED', 'subscribed'],
  ['SUBSCRIPTION_CHARGE_CANCELED', 'unsubscribed'],
  ['SUBSCRIPTION_CHARGE_FROZEN', 'frozen'],
  ['SUBSCRIPTION_CHARGE_UNFROZEN', 'unfrozen'],
]);

/**
 * Test charges are in no figure: their rows are shown one by one, as test, and nothing is derived from them.
 * Rule: Words, `test: true`.
 */
export function testChargeLines(charges: readonly Charge[]): Line[] {
  return charges.flatMap(({ number, plan, events }) =>
    events.flatMap(({ id, type, at }): Line[] => {
      const shownAs = SHOWN_AS.get(type);
      if (shownAs === undefined) return [];
      return [
        {
          at,
          order: orderOfType(type),
          chargeNumber: number,
          type: shownAs,
          key: number,
          plan,
          test: true,
          rule: 'test charge',
          confidence: 'stated',
          evidence: [id],
        },
      ];
    }),
  );
}
