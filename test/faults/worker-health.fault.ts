import { PartnerAccount } from '../support/accounts/partner-account.js';
import { askHealth } from '../support/servers/ask-health.js';
import { type FaultProxy, useFaultProxies } from '../support/servers/fault-proxy.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { healed } from './heal.js';

/* What `worker/health.js` says of a worker that runs and cannot work. */
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const proxies = useFaultProxies();
let toPostgres: FaultProxy;
let toTemporal: FaultProxy;
let withoutPostgres: AppProcess;
let withoutTemporal: AppProcess;

beforeAll(async () => {
  toPostgres = await proxies.start(installation.databaseUrl);
  toTemporal = await proxies.start(installation.temporalServer.address);
  await installation.startApi();
  withoutPostgres = await installation.startWorker(undefined, {
    DATABASE_URL: toPostgres.before(installation.databaseUrl),
  });
  withoutTemporal = await installation.startWorker(undefined, { TEMPORAL_ADDRESS: toTemporal.address });
  const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await account.connect();
  await account.backfilled();
}, 180_000);

const isWell = async (worker: AppProcess) => (await askHealth(worker)).isWell;
const isIll = async (worker: AppProcess, complaint: RegExp) => {
  const { isWell: well, said } = await askHealth(worker);
  return !well && complaint.test(said);
};

test('a worker that works is well; one that is frozen does not answer', async () => {
  await healed('worker: well', () => isWell(withoutPostgres), 60_000);
  withoutPostgres.kill('SIGSTOP');
  try {
    await healed('frozen worker: ill', () => isIll(withoutPostgres, /does not answer/), 30_000);
  } finally {
    withoutPostgres.kill('SIGCONT');
  }
  await healed('worker that woke: well', () => isWell(withoutPostgres), 60_000);
});

test('one that reaches Postgres or Temporal no more is ill within two minutes, and well again when it does', async () => {
  await healed('second worker: well', () => isWell(withoutTemporal), 60_000);
  toPostgres.swallow();
  toTemporal.swallow();
  await Promise.all([
    healed('worker without Postgres: ill', () => isIll(withoutPostgres, /Postgres/), 120_000),
    healed('worker without Temporal: ill', () => isIll(withoutTemporal, /Temporal/), 120_000),
  ]);
  toPostgres.pass();
  toTemporal.pass();
  await Promise.all([
    healed('Postgres is back: well', () => isWell(withoutPostgres), 60_000),
    healed('Temporal is back: well', () => isWell(withoutTemporal), 180_000),
  ]);
});
