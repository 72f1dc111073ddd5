import { readEnvironment } from '../config/config.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import type { BillingInterval } from '../contract/merchant-words.js';
import { listPlanIntervals, setPlanInterval } from '../merchants/derive/input/plan-intervals.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { operatorName, withDatabase } from './operator.js';
import { print } from './print.js';

/** What an operator writes; `none` takes a setting back. */
export const INTERVALS = { monthly: 'EVERY_30_DAYS', annual: 'ANNUAL', none: null } as const satisfies Record<
  string,
  BillingInterval | null
>;

/**
 * Says how often a plan bills, for every organization that has the app.
 * @throws in words, when none has
 */
export async function setPlan(appNumber: string, plan: string, interval: keyof typeof INTERVALS): Promise<void> {
  await withDatabase(readEnvironment(), async (sql) => {
    let isKnown = false;
    for (const organizationId of await organizations(sql)) {
      const setting = { appNumber, plan, interval: INTERVALS[interval] };
      const merchants = await withTenant(sql, organizationId, (tenant) =>
        setPlanInterval(tenant, setting, operatorName()),
      );
      if (merchants === null) continue;
      isKnown = true;
      print(`${organizationId}  set; the next sync derives ${merchants} merchants again`);
    }
    if (!isKnown) throw new Error(`No connection has the app ${appNumber}.`);
  });
}

/** One line a setting. */
export async function listPlans(): Promise<void> {
  await withDatabase(readEnvironment(), async (sql) => {
    for (const organizationId of await organizations(sql)) {
      const settings = await withTenant(sql, organizationId, listPlanIntervals);
      for (const { appNumber, plan, interval } of settings) {
        print([organizationId, appNumber, interval === 'ANNUAL' ? 'annual ' : 'monthly', plan].join('  '));
      }
    }
  });
}

async function organizations(sql: Sql): Promise<string[]> {
  return [...new Set((await readDirectory(sql)).map(({ organizationId }) => organizationId))];
}
