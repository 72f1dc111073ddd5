import { inSnapshot } from '../../../postgres/tenant.js';
import { listMovements as queryMovements, sumMovements } from '../../../revenue/store/list-movements.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { presentMovement, presentTotal } from '../../present/present-revenue-lists.js';
import { askedRange } from '../../request/asked-revenue.js';
import { readPagination } from '../../request/pagination.js';
import { answer, everyone, route } from '../../request/route.js';
import { MovementPosition } from '../../schemas/positions.js';
import { MovementList, MovementsQuery } from '../../schemas/revenue-merchants.js';

export const listMovements = route({
  method: 'get',
  path: '/v1/revenue/movements',
  summary: 'The changes of MRR behind a card, a bar or a movement, newest first',
  roles: everyone,
  query: MovementsQuery,
  responses: { 200: MovementList },
  handle: async ({ query, caller }, { sql, cursors }) => {
    const range = askedRange(query);
    const { from, to } = range;
    const { movement, currency, plan, appId: appNumber } = query;
    const filter = { movement, currency, plan };
    const scope = [caller.organizationId, 'movements', { from, to, appNumber, ...filter }];
    const page = readPagination(cursors, scope, query, MovementPosition);
    const { items, next, totals, names } = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const apps = await readRevenueScope(tenant, appNumber);
      const [listed, sums] = await Promise.all([
        queryMovements(tenant, apps, range, filter, page),
        sumMovements(tenant, apps, range, filter),
      ]);
      return { ...listed, totals: sums, names: apps.names };
    });
    return answer(200, {
      range: { from, to },
      totals: totals.map(presentTotal),
      items: items.map((item) => presentMovement(item, names)),
      nextCursor: page.cursorOf(next),
    });
  },
});
