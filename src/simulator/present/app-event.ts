import { instantFromMicros } from '../../values/instant.js';
import type { AppRecord, ChargeRecord, LedgerEvent } from '../ledger/rows.js';
import { merge } from './as-sent.js';
import { presentShop } from './transaction.js';

/** An event as a superset of every event type's fields. Events have no id. */
export function presentAppEvent(row: LedgerEvent, presentApp: (app: AppRecord) => object): object {
  const charge = row.charge && presentCharge(row.charge);
  const node = {
    __typename: eventTypename(row.type),
    type: row.type,
    occurredAt: instantFromMicros(row.at),
    app: presentApp(row.app),
    shop: presentShop(row.shop),
    charge,
    appCredit: charge,
    reason: row.reason,
    description: row.description,
  };
  return merge(node, row.asSent);
}

function presentCharge({ id, name, amount, test, billingOn }: ChargeRecord): object {
  return { id, name, amount, test, billingOn };
}

/** SUBSCRIPTION_CHARGE_ACTIVATED is told by SubscriptionChargeActivated; so it is for all 21. */
function eventTypename(type: LedgerEvent['type']): string {
  return type.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
