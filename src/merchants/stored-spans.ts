import type { Tenant } from '../postgres/tenant.js';
import type { Span } from './rules/figures/spans.js';

/** A stored stretch as `spanColumns` reads it. */
export type SpanRow = Omit<Span, 'carried' | 'm'> & {
  readonly currency: string;
  readonly mrr: string;
  readonly m: string;
};

/**
 * Columns of `merchant_spans s`. What a charge that carries nothing would carry is read from its price; without one,
 * from when it was live.
 */
export function spanColumns({ sql }: Tenant) {
  return sql`
    charge_number, plan, state, from_at as "from", to_at as "to", currency, mrr,
    case when state = 'live' then mrr else coalesce(
      (
        select case c.billing_interval when 'ANNUAL' then div(c.price, 12) else c.price end
        from merchant_charges c
        where c.connection_id = s.connection_id and c.app_number = s.app_number and c.shop_number = s.shop_number
          and c.charge_number = s.charge_number
      ),
      (
        select max(l.mrr)
        from merchant_spans l
        where l.connection_id = s.connection_id and l.app_number = s.app_number and l.shop_number = s.shop_number
          and l.charge_number = s.charge_number and l.state = 'live'
      ),
      0
    ) end as m
  `;
}

export function spanOf({ chargeNumber, plan, state, from, to, currency, mrr, m }: SpanRow): Span {
  return { chargeNumber, plan, state, from, to, carried: { units: BigInt(mrr), currency }, m: BigInt(m) };
}
