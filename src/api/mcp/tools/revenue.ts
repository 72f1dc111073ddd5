import { z } from 'zod';
import { MOVEMENTS } from '../../../contract/revenue-words.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { readRevenue } from '../../../revenue/read-revenue.js';
import { listMovements as queryMovements, sumMovements } from '../../../revenue/store/list-movements.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { presentRevenue } from '../../present/present-revenue.js';
import { presentMovement, presentTotal } from '../../present/present-revenue-lists.js';
import { askedRange } from '../../request/asked-revenue.js';
import { readPagination } from '../../request/pagination.js';
import { getRevenue } from '../../routes/revenue/get-revenue.js';
import { instant, Money } from '../../schemas/common.js';
import { MovementPosition } from '../../schemas/positions.js';
import { Days, History, Revenue } from '../../schemas/revenue.js';
import { MovementList } from '../../schemas/revenue-merchants.js';
import { currency, revenueFields } from '../../schemas/revenue-query.js';
import { appFields, appOf, Shop, shopOf } from '../answers/merchant.js';
import { WrittenByAppOwner, writtenByAppOwner, WrittenByMerchant, writtenByMerchant } from '../answers/outside-text.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { cursor, limit } from '../inputs.js';
import { tool } from '../tool.js';

const { currencyCode, cards, churnRate, activeMerchants } = Revenue.shape.currencies.element.shape;

const Movement = z.strictObject({
  movement: z.enum(MOVEMENTS),
  type: MovementList.shape.items.element.shape.type,
  occurredAt: instant,
  shop: Shop,
  ...appFields,
  plan: WrittenByAppOwner.nullable(),
  mrrChange: Money,
  reason: WrittenByMerchant.nullable(),
  description: WrittenByMerchant.nullable(),
});

export const revenue = tool({
  name: 'revenue',
  title: 'Read revenue',
  description:
    'MRR, ARR, new and churned MRR, ARPU, LTV and churn of all merchants over complete UTC days, by currency, and the ' +
    'movements of MRR behind them, newest first. Amounts of two currencies are never added.',
  roles: getRevenue.roles,
  input: z.strictObject({
    ...revenueFields,
    movement: z.enum(MOVEMENTS).optional().meta({ description: 'List the movements of this kind alone' }),
    currency: currency.optional().meta({ description: 'List the movements of this currency alone' }),
    limit: limit(50, 20),
    cursor,
  }),
  inputForOneShop: null,
  output: {
    range: Days,
    history: History,
    currencies: z.array(z.strictObject({ currencyCode, cards, churnRate, activeMerchants })),
    totals: MovementList.shape.totals,
    movements: z.array(Movement),
    nextCursor: z.string().nullable(),
  },
  handle: async (
    { appId: appNumber, movement, currency: only, limit: most, cursor: given, ...asked },
    caller,
    deps,
  ) => {
    const { sql, policy, cursors } = deps;
    const { organizationId } = caller;
    const range = askedRange(asked);
    const { from, to } = range;
    const filter = { movement, currency: only };
    const scope = [organizationId, 'mcp movements', { from, to, appNumber, ...filter }];
    const page = readPagination(cursors, scope, { limit: most, cursor: given }, MovementPosition);
    return inSnapshot(sql, organizationId, async (tenant) => {
      const figures = presentRevenue(await readRevenue(tenant, { range, appNumber }));
      const apps = await readRevenueScope(tenant, appNumber);
      const { items, next } = await queryMovements(tenant, apps, range, filter, page);
      const totals = await sumMovements(tenant, apps, range, filter);
      const reliability = await readReliability(tenant, policy, caller, {
        // A sum is no surer than what it is made of, and that is always a rule's work; while rows of the past are
        // missing it is not even known what it is made of.
        confidence: figures.history === 'none' ? null : figures.history === 'whole' ? 'inferred' : 'assumed',
        of: 'all connections',
      });
      const mrr = figures.currencies.map((one) => `${one.cards.mrr.value.amount} ${one.currencyCode}`).join(', ');
      return {
        answer: {
          ...{ range: figures.range, history: figures.history },
          currencies: figures.currencies.map((one) => ({
            ...{ currencyCode: one.currencyCode, cards: one.cards },
            ...{ churnRate: one.churnRate, activeMerchants: one.activeMerchants },
          })),
          totals: totals.map(presentTotal),
          movements: items.map((row) => tell(presentMovement(row, apps.names))),
          nextCursor: page.cursorOf(next),
          ...reliability,
        },
        sentence: `MRR on ${to}: ${mrr === '' ? 'none' : mrr}. Movements from ${from} listed: ${items.length}. ${reliabilityWords(reliability)}.`,
      };
    });
  },
});

function tell(one: ReturnType<typeof presentMovement>): z.input<typeof Movement> {
  const { movement, type, occurredAt, mrrChange } = one;
  return {
    ...{ movement, type, occurredAt, mrrChange, shop: shopOf(one.merchant), ...appOf(one) },
    plan: writtenByAppOwner(one.plan),
    reason: writtenByMerchant(one.reason),
    description: writtenByMerchant(one.description),
  };
}
