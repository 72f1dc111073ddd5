import { inSnapshot } from '../../../postgres/tenant.js';
import { historyOf } from '../../../revenue/figures/series.js';
import { readChurnReasons } from '../../../revenue/store/read-churn-reasons.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { presentLeavings, presentReason } from '../../present/present-revenue-tables.js';
import { askedRange } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { ChurnReasons, RangeQuery } from '../../schemas/revenue-tables.js';

const MOST_LINES = 200;

export const getChurnReasons = route({
  method: 'get',
  path: '/v1/revenue/churn-reasons',
  summary: 'Why merchants left, by app and plan',
  roles: everyone,
  query: RangeQuery,
  responses: { 200: ChurnReasons },
  handle: async ({ query, caller }, { sql }) => {
    const range = askedRange(query);
    const { total, reasons, apps } = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const scope = await readRevenueScope(tenant, query.appId);
      return { ...(await readChurnReasons(tenant, scope, range)), apps: scope };
    });
    return answer(200, {
      range: { from: range.from, to: range.to },
      history: historyOf(apps.connections),
      total: presentLeavings(total),
      items: reasons.slice(0, MOST_LINES).map((reason) => presentReason(reason, apps.names)),
      leftOut: Math.max(0, reasons.length - MOST_LINES),
    });
  },
});
