import { inSnapshot } from '../../../postgres/tenant.js';
import { historyOf } from '../../../revenue/figures/series.js';
import { readTrialGroups } from '../../../revenue/store/read-trial-funnel.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { presentTrials } from '../../present/present-revenue-tables.js';
import { askedRange } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { RangeQuery, TrialFunnel } from '../../schemas/revenue-tables.js';

export const getTrialFunnel = route({
  method: 'get',
  path: '/v1/revenue/trial-funnel',
  summary: 'Of those who installed: how many tried, and how many went on to pay, by app and plan',
  roles: everyone,
  query: RangeQuery,
  responses: { 200: TrialFunnel },
  handle: async ({ query, caller }, { sql }) => {
    const range = askedRange(query);
    const { groups, apps } = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const scope = await readRevenueScope(tenant, query.appId);
      return { groups: await readTrialGroups(tenant, scope, range), apps: scope };
    });
    return answer(200, {
      range: { from: range.from, to: range.to },
      history: historyOf(apps.connections),
      apps: presentTrials(groups, apps.names),
    });
  },
});
