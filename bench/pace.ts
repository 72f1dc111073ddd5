import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createSignalConnection } from '../src/connections/runs/signal-connection.js';
import { REQUESTS_PER_SECOND } from '../src/partner/pace/pacer.js';
import { connectPostgres } from '../src/postgres/client.js';
import type { LoggedRequest } from '../src/simulator/request-log.js';
import { busiestSecond } from '../src/simulator/testing.js';
import { connectAccount, newTokenKeys } from './support/accounts/connect-account.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { probe } from './support/pace/probes.js';
import { startApi } from './support/run/api-process.js';
import { quantile, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';
import { startWorker } from './support/run/worker-process.js';

export const options = {
  seconds: { usual: 600, tiny: 5 },
  latency: { usual: 300, tiny: 50 },
  /** Of the account, which both connections read whole: at a page a request more than they can in that time. */
  transactions: { usual: 120_000, tiny: 4_000 },
  seed: { usual: 'pace' },
};

// Whoever sends hardly anything is throttled by nobody. On a machine much too busy it was 0.936 (docs/decisions.md).
const LEAST_SHARE = 0.9;

/**
 * One token, and everybody who may use it at once: two organizations connected the same account, two workers read it, one
 * page a request, and the api asks for apps by hand. What the other side sees of it, which counts by its own clock.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seconds, latency, transactions, seed } = chosen;
  const size = {
    ...{ apps: 4, days: 730, transactions },
    ...{ merchants: Math.ceil(transactions * 0.1), events: Math.ceil(transactions * 0.4) },
  };
  const account = await PartnerAccount.start(installation.processes, { ...size, seed });
  await account.behave({ requestsPerSecond: REQUESTS_PER_SECOND, latencyMs: latency });
  const { address: temporalAddress } = await installation.temporal();
  const databaseUrl = await installation.databases.create();
  const tokenKeys = newTokenKeys();
  const settings = { databaseUrl, temporalAddress, partnerApiUrl: account.url, tokenKeys };
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1 });
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const connections = [
      await connectAccount(sql, account, tokenKeys, 'org_one'),
      await connectAccount(sql, account, tokenKeys, 'org_two'),
    ];
    const workers = [];
    for (let worker = 0; worker < 2; worker += 1) {
      workers.push(await startWorker(installation, { ...settings, tuning: { pagesPerRequest: 1 } }));
    }
    const api = await startApi(installation, { databaseUrl, organizationId: 'org_one', beside: settings });
    say(`Two connections, two workers and an api, ${seconds} s …`);
    const signal = createSignalConnection(new Client({ connection }));
    const endMs = performance.now() + seconds * 1_000;
    for (const connected of connections) await signal(connected, 'reconnect');
    const [probes] = await Promise.all([
      Promise.all(connections.map((connected) => probe(api, connected, endMs))),
      sleep(seconds * 1_000),
    ]);
    const figures = { ...paceFigures(await account.requests()), ...probeFigures(probes.flat()) };
    await Promise.all(workers.map(({ running }) => running.stop()));
    sayTable([figures], Object.keys(figures) as (keyof typeof figures)[]);
    return { seed, ...size, latencyMs: latency, ...figures };
  } finally {
    await connection.close();
    await sql.end();
  }
}

/** Of a log that has an end: what was asked for before, and let through. */
function paceFigures(log: readonly LoggedRequest[]) {
  const throttled = log.filter(({ status }) => status === 429).length;
  const first = log[0]?.monotonicMs ?? 0;
  const seconds = ((log.at(-1)?.monotonicMs ?? first) - first) / 1_000;
  const share = (log.length - throttled) / (seconds * REQUESTS_PER_SECOND);
  return {
    seconds: rounded(seconds, 1),
    requests: log.length,
    throttled,
    busiestSecond: busiestSecond(log),
    share: rounded(share, 3),
    isOnTarget: throttled === 0 && share >= LEAST_SHARE,
  };
}

function probeFigures(tookMs: readonly number[]) {
  return {
    probes: tookMs.length,
    probeP50Ms: Math.round(quantile(tookMs, 0.5)),
    probeP95Ms: Math.round(quantile(tookMs, 0.95)),
  };
}
