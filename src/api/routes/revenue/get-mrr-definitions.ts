import { inSnapshot } from '../../../postgres/tenant.js';
import { historyOf } from '../../../revenue/figures/series.js';
import { readMrrDefinitions } from '../../../revenue/read-mrr-definitions.js';
import { plusDays, startOf } from '../../../values/day.js';
import { presentRevenueDefinitions, presentRules } from '../../present/present-mrr-definitions.js';
import { pastDay } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { MrrDefinitionsQuery, RevenueMrrDefinitions } from '../../schemas/mrr-definitions.js';

export const getMrrDefinitions = route({
  method: 'get',
  path: '/v1/revenue/mrr-definitions',
  summary: 'MRR as Mantle, ChartMogul and ProfitWell define it, and what makes the difference',
  roles: everyone,
  readsAll: true,
  query: MrrDefinitionsQuery,
  responses: { 200: RevenueMrrDefinitions },
  handle: async ({ query, caller }, { sql }) => {
    const day = pastDay('asOf', query.asOf);
    const read = await inSnapshot(sql, caller.organizationId, (tenant) =>
      readMrrDefinitions(tenant, startOf(plusDays(day, 1)), query.appId),
    );
    return answer(200, {
      asOf: day,
      history: historyOf(read.scope.connections),
      currencies: presentRevenueDefinitions(read),
      definitions: presentRules(),
    });
  },
});
