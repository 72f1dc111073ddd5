import { hideApp } from '../src/connections/store/apps.js';
import { listMerchants } from '../src/merchants/read/list/list-merchants.js';
import { evaluateSegment } from '../src/merchants/segments/evaluate-segment.js';
import { findSegment, insertSegment, type SegmentDraft } from '../src/merchants/segments/segment-rows.js';
import { connectPostgres } from '../src/postgres/client.js';
import type { Sql } from '../src/postgres/sql.js';
import { inSnapshot, type Tenant, withTenant } from '../src/postgres/tenant.js';
import { type MultipliedAccount, multiplyDemoAccount } from './support/accounts/multiplied-account.js';
import { rebuild } from './support/accounts/rebuild-process.js';
import { quantile, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

export const options = {
  rows: { usual: 300_000, tiny: 1 },
  /** Pages. */
  reads: { usual: 200, tiny: 2 },
  seed: { usual: 'segments' },
};

const EVERYBODY: SegmentDraft = {
  name: 'Everybody',
  criteria: { statuses: ['active', 'trialing', 'frozen', 'churned', 'installed'] },
};
/** And the kinds that an inbox routes by. */
const DRAFTS: readonly SegmentDraft[] = [
  EVERYBODY,
  { name: 'Paying', criteria: { statuses: ['active'] } },
  { name: 'Large', criteria: { mrr: { currencyCode: 'USD', from: '50.00' } } },
  { name: 'Small', criteria: { mrr: { currencyCode: 'USD', from: '0.01', to: '20.00' } } },
  { name: 'Trials that end', criteria: { trialEndsWithinDays: 7 } },
  { name: 'Left', criteria: { statuses: ['churned'] } },
  { name: 'At risk', criteria: { risks: ['medium', 'high'] } },
  { name: 'Frozen', criteria: { statuses: ['frozen'] } },
];
const MERCHANTS_PER_PAGE = 25;

/**
 * What segments cost a large account: deriving all its merchants with and without any, saving one that everybody is in,
 * taking away the app that most are on, and a page of a segment beside one of all merchants.
 */
export async function run(installation: Installation, { rows, reads, seed }: Chosen<typeof options>): Promise<object> {
  const derive = async (drafts: readonly SegmentDraft[]) => {
    const databaseUrl = await installation.databases.create();
    const account = await multiplyDemoAccount(databaseUrl, { seed, leastRows: rows });
    const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
    const tenants = tenantOf(sql, account);
    for (const draft of drafts) await tenants((tenant) => insertSegment(tenant, 'bench', draft));
    const { processSeconds, postgresSeconds } = await rebuild(installation, databaseUrl, account);
    return { sql, account, cpuSeconds: rounded(processSeconds + postgresSeconds, 1) };
  };
  say(`All merchants, with ${DRAFTS.length} segments and with none …`);
  const having = await derive(DRAFTS);
  await having.sql.end();
  const { sql, account, cpuSeconds } = await derive([]);
  try {
    const changes = await measureChanges(sql, account, reads);
    return {
      ...{ seed, rows: account.rows, pairs: account.pairs, segments: DRAFTS.length },
      derivedCpuSeconds: { having: having.cpuSeconds, without: cpuSeconds },
      ...changes,
      ratios: { derived: rounded(having.cpuSeconds / cpuSeconds, 2), page: changes.pageRatio },
    };
  } finally {
    await sql.end();
  }
}

type TenantOf = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

function tenantOf(sql: Sql, { organizationId }: MultipliedAccount): TenantOf {
  return (work) => withTenant(sql, organizationId, work);
}

async function measureChanges(sql: Sql, account: MultipliedAccount, reads: number) {
  const tenants = tenantOf(sql, account);
  const segmentId = await tenants((tenant) => insertSegment(tenant, 'bench', EVERYBODY));
  const saved = await evaluate(sql, account, segmentId);
  await sql`vacuum analyze`;
  const page = await readPages(sql, account, reads);
  const segmentPage = await readPages(sql, account, reads, segmentId);
  const [{ appNumber, pairs }] = await sql<[{ appNumber: string; pairs: number }]>`
    select app_number, count(*)::integer as pairs from merchant_apps group by app_number order by pairs desc limit 1
  `;
  const beganMs = performance.now();
  await tenants((tenant) => hideApp(tenant, account.connectionId, appNumber));
  const hideMs = rounded(performance.now() - beganMs, 1);
  const hidden = { pairs, hideMs, ...(await evaluate(sql, account, segmentId)) };
  sayTable(
    [
      { what: 'saved', ...saved },
      { what: 'app taken away', ...hidden },
    ],
    ['what', 'seconds', 'members', 'longestStepMs'],
  );
  const pageRatio = rounded(segmentPage.p50Ms / page.p50Ms, 2);
  return { saved, hidden, page, segmentPage, pageRatio };
}

interface Evaluated {
  readonly seconds: number;
  readonly members: number;
  /** So long at most whoever derives merchants waits for it. */
  readonly longestStepMs: number;
}

/** Step by step until all merchants were looked at, as the api and then the reconciler do. */
async function evaluate(sql: Sql, account: MultipliedAccount, segmentId: string): Promise<Evaluated> {
  const beganMs = performance.now();
  let longestStepMs = 0;
  for (;;) {
    const stepBeganMs = performance.now();
    // Its time is over when the first step has ended.
    await evaluateSegment(sql, account.organizationId, segmentId, stepBeganMs + 1);
    longestStepMs = Math.max(longestStepMs, Math.round(performance.now() - stepBeganMs));
    const segment = await tenantOf(sql, account)((tenant) => findSegment(tenant, segmentId));
    if (segment === undefined) throw new Error('The segment is gone.');
    const seconds = rounded((performance.now() - beganMs) / 1000, 2);
    if (segment.isWhole) return { seconds, members: segment.members, longestStepMs };
  }
}

/** First pages by any of the orders, of all merchants or of a segment. */
async function readPages(sql: Sql, account: MultipliedAccount, reads: number, segmentId?: string) {
  const times: number[] = [];
  for (let read = 0; read < reads; read += 1) {
    const sort = (['lastEventAt', 'mrr'] as const)[read % 2] ?? 'mrr';
    const beganMs = performance.now();
    await inSnapshot(sql, account.organizationId, (tenant) =>
      listMerchants(tenant, { sort, order: 'desc', limit: MERCHANTS_PER_PAGE, ...(segmentId && { segmentId }) }),
    );
    times.push(performance.now() - beganMs);
  }
  return { p50Ms: rounded(quantile(times, 0.5), 2), p99Ms: rounded(quantile(times, 0.99), 2) };
}
