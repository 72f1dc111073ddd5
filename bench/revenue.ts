import { type RangeName, RANGES } from '../src/contract/revenue-words.js';
import { findWrong } from '../src/merchants/always-true/check.js';
import { REVENUE_CHECKS } from '../src/merchants/always-true/checks.js';
import { connectPostgres } from '../src/postgres/client.js';
import type { Sql } from '../src/postgres/sql.js';
import { inSnapshot } from '../src/postgres/tenant.js';
import { rangeUntil } from '../src/revenue/figures/range.js';
import { readRevenue } from '../src/revenue/read-revenue.js';
import { dayFromMs } from '../src/values/day.js';
import { multiplyDemoAccount } from './support/accounts/multiplied-account.js';
import { rebuild } from './support/accounts/rebuild-process.js';
import { addSecondOrganization } from './support/accounts/second-organization.js';
import { startApi } from './support/run/api-process.js';
import { sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import { type Latency, latencyOf } from './support/run/latency.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const MOST_MS = 150;

interface Measured {
  readonly range: RangeName;
  /** Through the api. */
  readonly http: Latency;
  /** The database's part, in one connection of this process. */
  readonly queries: Latency;
  readonly bytes: number;
}

export const options = {
  rows: { usual: 1_000_000, tiny: 1 },
  runs: { usual: 20, tiny: 1 },
  seed: { usual: 'revenue' },
};

/**
 * How long the revenue page's figures take over the history of a large account, range by range, beside another
 * organization of the same size.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seed, runs } = chosen;
  const databaseUrl = await installation.databases.create();
  const account = await multiplyDemoAccount(databaseUrl, { seed, leastRows: chosen.rows });
  const { rows, pairs, organizationId } = account;
  say('Deriving the merchants …');
  await rebuild(installation, databaseUrl, account);
  const derived = await withClient(databaseUrl, async (sql) => {
    const counts = await countDerived(sql);
    await addSecondOrganization(sql, organizationId);
    // As autovacuum leaves it soon.
    await sql`vacuum analyze`;
    return counts;
  });
  const api = await startApi(installation, { databaseUrl, organizationId });
  const { measured, definitions } = await withClient(databaseUrl, async (sql) => {
    await sql`set role convot_api`;
    for (const check of REVENUE_CHECKS) {
      const { wrong } = await inSnapshot(sql, organizationId, (tenant) => findWrong(tenant, check));
      if (wrong > 0) throw new Error(`Not so ${wrong} times: ${check.name}.`);
    }
    const today = dayFromMs(Date.now());
    const done: Measured[] = [];
    for (const range of RANGES) {
      const path = `/v1/revenue?range=${range}`;
      const http = await latencyOf(() => api.get(path), { runs });
      const read = () =>
        inSnapshot(sql, organizationId, (tenant) => readRevenue(tenant, { range: rangeUntil(today, range) }));
      done.push({ range, http, queries: await latencyOf(read, { runs }), bytes: await api.get(path) });
    }
    const definitionsPath = '/v1/revenue/mrr-definitions';
    const path = {
      http: await latencyOf(() => api.get(definitionsPath), { runs }),
      bytes: await api.get(definitionsPath),
    };
    return { measured: done, definitions: path };
  });
  say(`MRR by other definitions: ${definitions.http.medianMs} ms`);
  sayTable(
    measured.map(({ range, http, queries, bytes }) => ({
      ...{ range, medianMs: http.medianMs, p95Ms: http.p95Ms, queriesMs: queries.medianMs, bytes },
    })),
    ['range', 'medianMs', 'p95Ms', 'queriesMs', 'bytes'],
  );
  const isOnTarget = measured.every(({ http }) => http.medianMs <= MOST_MS);
  return { seed, rows, pairs, ...derived, ranges: measured, definitions, isOnTarget };
}

async function withClient<T>(databaseUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function countDerived(sql: Sql) {
  const [counts] = await sql<[{ events: number; spans: number; days: number }]>`
    select
      (select count(*)::integer from merchant_events) as events,
      (select count(*)::integer from merchant_spans) as spans,
      (select count(*)::integer from mrr_days) as days
  `;
  return counts;
}
