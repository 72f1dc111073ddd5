import { inheritedEnvironment } from '../../src/config/config.js';
import { freePort } from '../../src/dev/processes/ports.js';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { askedSelectors, unanswered } from '../support/monitoring/asked.js';
import { scrape } from '../support/monitoring/exposition.js';
import { usePrometheus } from '../support/monitoring/prometheus.js';
import { FETCH_TIMEOUT_MS, programSearch } from '../support/monitoring/promtool.js';
import { readRules } from '../support/monitoring/rules.js';
import { scaledRules } from '../support/monitoring/scaled-rules.js';
import { debianProgram } from '../support/run/debian.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';
import { healed } from './heal.js';

/*
 * The rules on the real thing: what is broken is told, by its alert, and no longer once it is mended. A minute of the
 * rules lasts three seconds; out of date is what is older than a minute, however short the interval; and Temporal hears an
 * idle worker four times a minute, here too.
 */
const SCALE = { factor: 20, thresholdsKept: ['WorkersDoNotPoll'] };
/** More than five fail, and one organization's are not many. */
const ACCOUNTS = 7;

const env: NodeJS.ProcessEnv = { SYNC_INTERVAL: '2s' };
const installation = useInstallation(env);
const prometheus = usePrometheus();
const others = new ProcessGroup();
let accounts: PartnerAccount[];
let receiver: WebhookReceiver;
let ports: { api: number; worker: number; temporal: number; node: number };
let worker: AppProcess;

const startWorker = async () => {
  worker = await installation.startWorker(undefined, { METRICS_PORT: String(ports.worker) });
};

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  Object.assign(env, { CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret });
  const temporal = Number(new URL(installation.temporalServer.metricsUrl).port);
  ports = { api: await freePort(), worker: await freePort(), temporal, node: await freePort() };
  await others.start({
    name: 'node exporter',
    command: await debianProgram(programSearch(others), 'prometheus-node-exporter', 'prometheus-node-exporter'),
    args: [`--web.listen-address=127.0.0.1:${ports.node}`],
    env: inheritedEnvironment(),
  });
  await installation.startApi({ METRICS_PORT: String(ports.api) });
  await startWorker();
  accounts = Array.from({ length: ACCOUNTS }, () => new PartnerAccount(installation, { transactions: 10, events: 10 }));
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
  const targets = Object.entries(ports).map(([job, port]) => ({ job, port }));
  await prometheus.start(scaledRules(readRules(), SCALE), targets);
}, FETCH_TIMEOUT_MS + 240_000);
afterAll(async () => {
  await others.killAll();
  await receiver.close();
});

const fires = (alert: string, timeoutMs: number) =>
  healed(`${alert}: fires`, async () => (await prometheus.firing()).includes(alert), timeoutMs);
const ends = (alert: string, timeoutMs: number) =>
  healed(`${alert}: over`, async () => !(await prometheus.firing()).includes(alert), timeoutMs);

test('all targets answer, the node exporter with every figure that is asked of it, and nothing is told', async () => {
  const all = Object.keys(ports).length;
  await healed('all targets: up', async () => (await prometheus.query('sum(up)'))[0] === all, 60_000);
  await healed(
    'freshness: known',
    async () => (await prometheus.query('partner_sync:connections_out_of_date:ratio'))[0] === 0,
    60_000,
  );
  const node = await scrape(`http://127.0.0.1:${ports.node}/metrics`);
  const asked = askedSelectors().filter(({ metric }) => metric.startsWith('node_'));
  expect(asked.length).toBeGreaterThan(3);
  expect(unanswered(asked, [node])).toEqual([]);
  const told = await prometheus.firing();
  expect(told.filter((name) => /Fresh|Poll|Reconciler|Fail|Accepted|Api/.test(name))).toEqual([]);
}, 240_000);

test('a worker that is stopped: nobody polls, nobody reconciles; both are over once it runs again', async () => {
  await worker.end('SIGTERM');
  await Promise.all([fires('WorkersDoNotPoll', 120_000), fires('ReconcilerSilent', 120_000)]);
  await startWorker();
  await Promise.all([ends('WorkersDoNotPoll', 240_000), ends('ReconcilerSilent', 240_000)]);
}, 600_000);

test('Shopify answers 500: many fail alike and go out of date; both are over once it answers', async () => {
  installation.simulator.faults.set([{ effect: { kind: 'http', status: 500 } }]);
  await Promise.all([fires('ConnectionsFailAlike', 180_000), fires('FreshnessBurnsFast', 300_000)]);
  installation.simulator.faults.set([]);
  // They wait for twice as long after each failure; whoever is on call has them tried at once.
  for (const account of accounts) await account.call('POST', `/${account.connectionId}/sync`);
  await Promise.all([ends('ConnectionsFailAlike', 300_000), ends('FreshnessBurnsFast', 300_000)]);
}, 900_000);

test('Convot’s receiver is down: its messages wait; over with the first that it accepts', async () => {
  const [account] = accounts;
  receiver.answers = Array.from({ length: 1_000 }, () => 503);
  await account?.loseShop('while nobody listens');
  await fires('MessagesNotAccepted', 300_000);
  receiver.answers = [];
  await account?.loseShop('once somebody does');
  await ends('MessagesNotAccepted', 240_000);
}, 600_000);
