import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/* What api and worker show of themselves, as Prometheus asks for it. The tests follow one another. */
const installation = useInstallation({ SYNC_INTERVAL: '1s', METRICS_PORT: '0' });
let api: AppProcess;
let worker: AppProcess;
let account: PartnerAccount;

beforeAll(async () => {
  account = new PartnerAccount(installation, { transactions: 300, events: 90 });
  [api, worker] = await Promise.all([installation.startApi(), installation.startWorker()]);
}, 120_000);

async function scrape(process: AppProcess): Promise<string> {
  const [, port = ''] = await process.printed(/"metricsPort":(\d+)/);
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return response.text();
}

/** One sample; 0 when it is not there. */
function sample(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length) ?? 0);
}

test('a worker counts a sync, and shows what the database says and what the SDK counts', async () => {
  await account.connect();
  await account.backfilled();
  const text = await waitFor('an idle cycle, and a look of the reconciler, to be counted', async () => {
    const now = await scrape(worker);
    const idle = sample(now, 'partner_sync_syncs_total{kind="head",outcome="ok",code="none"}');
    return idle > 1 && /^partner_sync_reconciler_last_success_timestamp_seconds \d/m.test(now) && now;
  });
  const [stored] = await installation.sql<[{ rows: number }]>`
    select (select count(*) from transactions)::integer + (select count(*) from app_events)::integer as rows
  `;
  const rows = ['transactions', 'events'].map((feed) =>
    sample(text, `partner_sync_rows_total{feed="${feed}",change="new"}`),
  );
  expect((rows[0] ?? 0) + (rows[1] ?? 0)).toBe(stored.rows);
  expect(sample(text, 'partner_sync_first_sync_rows_total')).toBe(stored.rows);
  expect(sample(text, 'partner_sync_partner_api_requests_total{outcome="ok"}')).toBeGreaterThan(1);
  expect(sample(text, 'partner_sync_partner_api_request_duration_seconds_count')).toBeGreaterThan(1);
  expect(sample(text, 'partner_sync_cycle_lateness_seconds_count')).toBeGreaterThan(1);
  expect(sample(text, 'partner_sync_connections{status="connected",health="ok"}')).toBe(1);
  expect(sample(text, 'partner_sync_connection_freshness_seconds_bucket{le="+Inf"}')).toBe(1);
  expect(sample(text, 'partner_sync_token_key_connections{key="test"}')).toBe(1);
  expect(sample(text, 'partner_sync_api_version_days_left')).not.toBe(0);
  expect(sample(text, 'partner_sync_pool_connections_max')).toBe(20);
  expect(sample(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  expect(text).toMatch(/^temporal_workflow_task_execution_latency_seconds_bucket\{/m);
  expect(text).toMatch(/^temporal_request_total\{/m);
  await waitFor('Temporal to have heard the worker', async () =>
    /^partner_sync_worker_polls_last_timestamp_seconds \d/m.test(await scrape(worker)),
  );
}, 120_000);

test('an api counts requests by route, and what it asked of Shopify', async () => {
  const text = await scrape(api);
  expect(text).toMatch(
    /^http_request_duration_seconds_count\{method="POST",route="\/v1\/connections",status="201"\} 1$/m,
  );
  expect(sample(text, 'partner_sync_partner_api_requests_total{outcome="ok"}')).toBe(2); // a probe a permission
  expect(sample(text, 'partner_sync_pool_connections{state="idle"}')).toBeGreaterThan(0);
});

test('each metric is declared once, and no series names a tenant, a connection or a token', async () => {
  for (const text of [await scrape(worker), await scrape(api)]) {
    const declared = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    for (const [, name = ''] of text.matchAll(/^# TYPE (partner_sync_\S+|temporal_\S+) counter$/gm)) {
      expect(name).toMatch(/_total$/);
    }
    for (const secret of [account.organizationId, account.connectionId, account.partnerOrganizationId, 'prtapi_']) {
      expect(text).not.toContain(secret);
    }
  }
});

test('a port that is taken ends a process with a sentence; another worker takes a free one', async () => {
  const [, port = ''] = await worker.printed(/"metricsPort":(\d+)/);
  await expect(installation.startWorker('worker/main.js', { METRICS_PORT: port })).rejects.toThrow(
    new RegExp(`METRICS_PORT ${port} is taken on 127\\.0\\.0\\.1`),
  );
  const second = await installation.startWorker();
  expect(await scrape(second)).toMatch(/^temporal_/m);
  await second.end('SIGTERM');
  expect(second.exit).toMatchObject({ code: 0 });
}, 60_000);
