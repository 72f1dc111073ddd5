import { CONNECTION_WORKFLOW, connectionWorkflowId, TASK_QUEUE } from '../../src/contract/names.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { askedSelectors, unanswered } from '../support/monitoring/asked.js';
import { scrape } from '../support/monitoring/exposition.js';
import { readRules, recordedBy } from '../support/monitoring/rules.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * What rules and dashboards name against what a running api, worker and Temporal server show. The node exporter is asked
 * in test/faults/alerts.fault.ts.
 */
const installation = useInstallation({ SYNC_INTERVAL: '2s', METRICS_PORT: '0' });
/** What Prometheus itself makes: of a scrape, of alerts, of rules. */
const PROMETHEUS_OWN = ['up', 'ALERTS', ...recordedBy(readRules())];
const asked = askedSelectors().filter(({ metric }) => !PROMETHEUS_OWN.includes(metric) && !metric.startsWith('node_'));
let processes: AppProcess[];

beforeAll(async () => {
  processes = [await installation.startApi(), await installation.startWorker()];
  const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await account.connect();
  await account.backfilled();
  // Failed runs are shown from the first on: of one whose input is damaged.
  await installation.temporal.workflow.start(CONNECTION_WORKFLOW, {
    workflowId: connectionWorkflowId('damaged'),
    taskQueue: TASK_QUEUE,
    args: [{}],
  });
}, 180_000);

async function metricsUrl(process: AppProcess): Promise<string> {
  const [, port = ''] = await process.printed(/"metricsPort":(\d+)/);
  return `http://127.0.0.1:${port}/metrics`;
}

test('every metric that a rule or a dashboard names is shown, with the labels by which it is chosen', async () => {
  expect(asked.length).toBeGreaterThan(50);
  const urls = [...(await Promise.all(processes.map(metricsUrl))), installation.temporalServer.metricsUrl];
  let missing = ['nothing was asked yet'];
  const isWhole = async () => {
    missing = unanswered(asked, await Promise.all(urls.map(scrape)));
    return missing.length === 0;
  };
  // Some are shown from their first sample on.
  await waitFor('all of them to be shown', isWhole, { timeoutMs: 60_000 }).catch(() => undefined);
  expect(missing).toEqual([]);
}, 120_000);
