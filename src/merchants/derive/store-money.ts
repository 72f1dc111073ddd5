import type { Folded } from '../rules/fold.js';
import type { ResultTable } from './result-table.js';
import type { Amount } from '../../contract/merchant-words.js';

/** The pairs' amounts, one row a currency. */
export const moneyTable: ResultTable = {
  name: 'merchant_app_money',
  rowsOf: (folded, { appNumber, shopNumber }) =>
    currenciesOf(folded).map((currency) => ({
      app_number: appNumber,
      shop_number: shopNumber,
      currency,
      mrr: unitsIn(currency, folded.mrr) ?? '0',
      effective_mrr: unitsIn(currency, folded.effectiveMrr),
      usage_mrr: unitsIn(currency, folded.usageMrr),
      lifetime_value: unitsIn(currency, folded.lifetimeValue) ?? '0',
    })),
  insert: ({ sql, organizationId }, connectionId, rows) => sql`
    insert into merchant_app_money (
      organization_id, connection_id, app_number, shop_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${rows}::text::json) as r (
      app_number bigint, shop_number bigint, currency text, mrr numeric, effective_mrr numeric, usage_mrr numeric,
      lifetime_value numeric
    )
  `,
};

function currenciesOf({ currency, mrr, effectiveMrr, usageMrr, lifetimeValue }: Folded): string[] {
  const amounts = [...mrr, ...effectiveMrr, ...usageMrr, ...lifetimeValue];
  return [...new Set([...amounts.map((amount) => amount.currency), ...(currency === null ? [] : [currency])])];
}

function unitsIn(currency: string, amounts: readonly Amount[]): string | null {
  return amounts.find((amount) => amount.currency === currency)?.units.toString() ?? null;
}
