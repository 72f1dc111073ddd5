import { listMerchants } from '../../../src/merchants/read/list/list-merchants.js';
import type { MerchantAppView, MerchantView } from '../../../src/merchants/read/merchant-views.js';
import type { Criteria, DayRange } from '../../../src/merchants/segments/criteria.js';
import type { Tenant } from '../../../src/postgres/tenant.js';
import { type Instant, instantToMs } from '../../../src/values/instant.js';
import { formatUnits } from '../../../src/values/money.js';

/** An app on a shop as it is shown, with what is read of it beside. */
export interface ShownApp extends MerchantAppView {
  /** By currency, as amounts are shown. */
  readonly amounts: ReadonlyMap<string, string>;
  /** When its last subscription or trial ended. */
  readonly endedAt: Instant | null;
}

/** All merchants of the tenant, each with its shown apps. */
export async function shownApps(tenant: Tenant): Promise<Map<string, ShownApp[]>> {
  const views: MerchantView[] = [];
  let after: Parameters<typeof listMerchants>[1]['after'];
  do {
    const page = await listMerchants(tenant, { sort: 'lastEventAt', order: 'asc', limit: 100, after });
    views.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  const money = await tenant.sql<{ key: string; currency: string; mrr: string }[]>`
    select shop_number || '/' || app_number as key, currency, mrr::text as mrr from merchant_app_money
  `;
  const ends = await tenant.sql<{ key: string; endedAt: Instant | null }[]>`
    select shop_number || '/' || app_number as key, max(to_at) as ended_at from merchant_spans group by 1
  `;
  const keyOf = (shop: string, { appId }: MerchantAppView) => `${shop}/${appId.split('/').at(-1) ?? ''}`;
  return new Map(
    views.map(({ shopNumber, apps }) => [
      shopNumber,
      apps.map((app) => ({
        ...app,
        amounts: new Map(
          money
            .filter(({ key }) => key === keyOf(shopNumber, app))
            .map(({ currency, mrr }) => [currency, formatUnits(BigInt(mrr), currency)]),
        ),
        endedAt: ends.find(({ key }) => key === keyOf(shopNumber, app))?.endedAt ?? null,
      })),
    ]),
  );
}

/** What `meeting_criteria` says of one app, said again without it. */
export function meets(app: ShownApp, criteria: Criteria, nowMs: number): boolean {
  const { statuses, plans, appNumbers, mrr, trialEndsWithinDays, installed, left, risks } = criteria;
  const amount = mrr === undefined ? undefined : app.amounts.get(mrr.currencyCode);
  const leftAt = app.status === 'churned' ? (app.endedAt ?? app.uninstalledAt) : null;
  return [
    statuses?.includes(app.status),
    plans?.includes(app.plan ?? ''),
    appNumbers?.some((number) => app.appId === `gid://partners/App/${number}`),
    mrr &&
      amount !== undefined &&
      Number(mrr.from ?? 0) <= Number(amount) &&
      Number(amount) <= Number(mrr.to ?? Infinity),
    trialEndsWithinDays &&
      app.status === 'trialing' &&
      app.trialEndsAt !== null &&
      instantToMs(app.trialEndsAt) <= nowMs + trialEndsWithinDays * 86_400_000,
    installed && isWithin(app.installedAt, installed),
    left && isWithin(leftAt, left),
    risks && app.risk !== null && risks.includes(app.risk.level),
  ].every((met) => met !== false);
}

function isWithin(at: Instant | null, { from, to }: DayRange): boolean {
  const day = at?.slice(0, 10);
  return day !== undefined && (from === undefined || from <= day) && (to === undefined || day <= to);
}
