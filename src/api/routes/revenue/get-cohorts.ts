import { inSnapshot } from '../../../postgres/tenant.js';
import { COHORT_MONTHS, cohortsOf } from '../../../revenue/figures/cohorts.js';
import { completeMonths } from '../../../revenue/figures/range.js';
import { historyOf } from '../../../revenue/figures/series.js';
import { readCohortAmounts, readCohortGroups } from '../../../revenue/store/read-cohorts.js';
import { readRevenueScope } from '../../../revenue/store/revenue-scope.js';
import { plusDays } from '../../../values/day.js';
import { presentCohorts } from '../../present/present-revenue-tables.js';
import { pastDay } from '../../request/asked-revenue.js';
import { answer, everyone, route } from '../../request/route.js';
import { Cohorts, CohortsQuery } from '../../schemas/revenue-tables.js';

export const getCohorts = route({
  method: 'get',
  path: '/v1/revenue/cohorts',
  summary: 'By the month in which merchants first paid: how many, and how much of their MRR, is left',
  roles: everyone,
  query: CohortsQuery,
  responses: { 200: Cohorts },
  handle: async ({ query, caller }, { sql }) => {
    const asOf = pastDay('asOf', query.asOf);
    const starts = completeMonths(plusDays(asOf, 1), COHORT_MONTHS);
    const { groups, amounts, scope } = await inSnapshot(sql, caller.organizationId, async (tenant) => {
      const apps = await readRevenueScope(tenant, query.appId);
      const [members, charges] = await Promise.all([
        readCohortGroups(tenant, apps, starts),
        readCohortAmounts(tenant, apps, starts),
      ]);
      return { groups: members, amounts: charges, scope: apps };
    });
    return answer(200, {
      asOf,
      history: historyOf(scope.connections),
      currencies: cohortsOf(starts, groups, amounts).map(({ currency, cohorts }) => presentCohorts(currency, cohorts)),
    });
  },
});
