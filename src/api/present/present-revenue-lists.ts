import type { z } from 'zod';
import type { MerchantName } from '../../contract/merchant-words.js';
import { movementOf } from '../../revenue/figures/movements.js';
import type { MovementRow, MovementTotal } from '../../revenue/store/list-movements.js';
import type { StandingMerchant } from '../../revenue/store/list-standing-merchants.js';
import { partnerAppGid } from '../../values/gid.js';
import { showInstant } from '../../values/instant.js';
import { money } from '../../values/money.js';
import type { MovementList, RevenueMerchantList } from '../schemas/revenue-merchants.js';

type AppNames = ReadonlyMap<string, string | null>;

export function presentMovement(row: MovementRow, names: AppNames): z.input<typeof MovementList>['items'][number] {
  const { appNumber, id, type, occurredAt, plan, change, currency, reason, description } = row;
  return {
    id: `${appNumber} ${id}`,
    movement: movementOf(type, change),
    type,
    occurredAt: showInstant(occurredAt),
    merchant: nameOf(row),
    ...appOf(appNumber, names),
    plan,
    mrrChange: money(change, currency),
    reason,
    description,
  };
}

export function presentTotal({ currency, count, change }: MovementTotal) {
  return { currencyCode: currency, count, mrrChange: money(change, currency) };
}

export function presentStanding(
  merchant: StandingMerchant,
  currency: string,
  names: AppNames,
): z.input<typeof RevenueMerchantList>['items'][number] {
  return {
    merchant: nameOf(merchant),
    mrr: money(merchant.mrr, currency),
    plans: merchant.plans.map(({ appNumber, plan, state, mrr, since }) => ({
      ...appOf(appNumber, names),
      plan,
      status: state === 'live' ? 'active' : 'trialing',
      mrr: money(mrr, currency),
      since: showInstant(since),
    })),
  };
}

export function appOf(appNumber: string, names: AppNames): { appId: string; appName: string | null } {
  return { appId: partnerAppGid(appNumber), appName: names.get(appNumber) ?? null };
}

function nameOf({ shopNumber, myshopifyDomain, name }: MerchantName): MerchantName {
  return { shopNumber, myshopifyDomain, name };
}
