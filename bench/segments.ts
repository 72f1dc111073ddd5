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
  rows: { usual: 200_000, tiny: 1 },
  /** Pages of each kind. */
  reads: { usual: 200, tiny: 2 },
  /** How often all merchants are derived with segments and without, in turns. */
  rounds: { usual: 2, tiny: 1 },
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
const SORTS = ['lastEventAt', 'mrr'] as const;

/**
 * What segments cost a large account: deriving all its merchants with and without any, saving one that everybody is in,
 * taking away the app that most are on, and a page of a segment beside one of all merchants.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { rows, reads, rounds, seed } = chosen;
  const derive = async (drafts: readonly SegmentDraft[]) => {
    const databaseUrl = await installation.databases.create();
    const account = await multiplyDemoAccount(databaseUrl, { seed, leastRows: rows });
    await asApi(databaseUrl, account, async (_, tenants) => {
      for (const draft of drafts) await tenants((tenant) => insertSegment(tenant, 'bench', draft));
    });
    const { processSeconds, postgresSeconds } = await rebuild(installation, databaseUrl, account);
    return { databaseUrl, account, cpuSeconds: processSeconds + postgresSeconds };
  };
  const cpuSeconds = { having: Number.POSITIVE_INFINITY, without: Number.POSITIVE_INFINITY };
  // Not measured: it finds the server cold.
  let last = await derive([]);
  for (let round = 0; round < rounds; round += 1) {
    say(`All merchants, with ${DRAFTS.length} segments and with none …`);
    const having = await derive(DRAFTS);
    last = await derive([]);
    cpuSeconds.having = Math.min(cpuSeconds.having, having.cpuSeconds);
    cpuSeconds.without = Math.min(cpuSeconds.without, last.cpuSeconds);
  }
  const { account } = last;
  const changes = await asApi(last.databaseUrl, account, (sql, tenants) =>
    measureChanges(sql, tenants, account, reads),
  );
  return {
    ...{ seed, rows: account.rows, pairs: account.pairs, segments: DRAFTS.length },
    derivedCpuSeconds: { having: rounded(cpuSeconds.having, 1), without: rounded(cpuSeconds.without, 1) },
    derivedRatio: rounded(cpuSeconds.having / cpuSeconds.without, 2),
    ...changes,
  };
}

type Tenants = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

/** As the api is connected: the policies of the tables count. */
async function asApi<T>(
  databaseUrl: string,
  { organizationId }: MultipliedAccount,
  work: (sql: Sql, tenants: Tenants) => Promise<T>,
): Promise<T> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', role: 'convot_api', max: 1 });
  try {
    return await work(sql, (inTenant) => withTenant(sql, organizationId, inTenant));
  } finally {
    await sql.end();
  }
}

async function measureChanges(sql: Sql, tenants: Tenants, account: MultipliedAccount, reads: number) {
  const segmentId = await tenants((tenant) => insertSegment(tenant, 'bench', EVERYBODY));
  const saved = await evaluate(sql, tenants, account, segmentId);
  const pages = await readPages(sql, account, reads, segmentId);
  const [largest] = await tenants(
    (tenant) => tenant.sql<[{ appNumber: string; pairs: number }]>`
      select app_number, count(*)::integer as pairs from merchant_apps group by app_number order by pairs desc limit 1
    `,
  );
  const beganMs = performance.now();
  await tenants((tenant) => hideApp(tenant, account.connectionId, largest.appNumber));
  // One transaction: whoever derives merchants waits for all of it.
  const hideMs = Math.round(performance.now() - beganMs);
  const hidden = { pairs: largest.pairs, hideMs, ...(await evaluate(sql, tenants, account, segmentId)) };
  sayTable(
    [
      { what: 'saved', ...saved, hideMs: 0 },
      { what: 'app taken away', ...hidden },
    ],
    ['what', 'seconds', 'members', 'longestStepMs', 'hideMs'],
  );
  return { saved, hidden, pages };
}

interface Evaluated {
  readonly seconds: number;
  readonly members: number;
  /** So long at most whoever derives merchants waits for it. */
  readonly longestStepMs: number;
}

/** Step by step until all merchants were looked at, as the api and then the reconciler do. */
async function evaluate(
  sql: Sql,
  tenants: Tenants,
  { organizationId }: MultipliedAccount,
  segmentId: string,
): Promise<Evaluated> {
  const beganMs = performance.now();
  let longestStepMs = 0;
  for (;;) {
    const stepBeganMs = performance.now();
    // Its time is over when the first step has ended.
    await evaluateSegment(sql, organizationId, segmentId, stepBeganMs + 1);
    longestStepMs = Math.max(longestStepMs, Math.round(performance.now() - stepBeganMs));
    const segment = await tenants((tenant) => findSegment(tenant, segmentId));
    if (segment === undefined) throw new Error('The segment is gone.');
    const seconds = rounded((performance.now() - beganMs) / 1000, 2);
    if (segment.isWhole) return { seconds, members: segment.members, longestStepMs };
  }
}

/** First pages of all merchants and of a segment in turns, by both of the orders that inboxes use. */
async function readPages(sql: Sql, { organizationId }: MultipliedAccount, reads: number, segmentId: string) {
  const read = async (sort: (typeof SORTS)[number], segment: { segmentId?: string }) => {
    const beganMs = performance.now();
    const query = { sort, order: 'desc', limit: MERCHANTS_PER_PAGE, ...segment } as const;
    await inSnapshot(sql, organizationId, (tenant) => listMerchants(tenant, query));
    return performance.now() - beganMs;
  };
  const figures = [];
  for (const sort of SORTS) {
    const times = { all: [] as number[], segment: [] as number[] };
    for (let count = 0; count < reads; count += 1) {
      times.all.push(await read(sort, {}));
      times.segment.push(await read(sort, { segmentId }));
    }
    const [allMs, segmentMs] = [quantile(times.all, 0.5), quantile(times.segment, 0.5)];
    figures.push({
      ...{ sort, allP50Ms: rounded(allMs, 2), segmentP50Ms: rounded(segmentMs, 2) },
      ratio: rounded(segmentMs / allMs, 2),
    });
  }
  return figures;
}
