import { REQUESTS_PER_SECOND } from '../../src/partner/pace/pacer.js';
import { busiestSecond } from '../../src/simulator/testing.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { told } from './heal.js';

/*
 * One Partner account that several organizations connected with the same token, all of it due again at once: two workers
 * and an api ask for more than Shopify lets through, and Shopify counts.
 */
const ORGANIZATIONS = 6;
const REQUESTS = 160;
const NO_SUCH_APP = 404;

const installation = useInstallation({ SYNC_INTERVAL: '1s' });

beforeAll(async () => {
  await installation.startApi();
  await installation.startWorker();
  await installation.startWorker();
}, 180_000);

test('whoever asks for it with one token, it is never more than Shopify allows', async () => {
  const { simulator } = installation;
  Object.assign(simulator.settings, { requestsPerSecond: REQUESTS_PER_SECOND, latencyMs: 200 });
  const account = new PartnerAccount(installation, { transactions: 40, events: 40 });
  const { partnerOrganizationId, token: accessToken } = account;
  const beganMs = performance.now();
  // The api's probes, and right behind them a worker's first request; then those of the others among them.
  const connections: { organizationId: string; path: string }[] = [];
  for (let place = 1; place <= ORGANIZATIONS; place += 1) {
    const organizationId = `org_${place}`;
    const body = { partnerOrganizationId, accessToken };
    const { status, json } = await installation.call(organizationId, 'POST', '/v1/connections', body);
    expect(status).toBe(201);
    connections.push({ organizationId, path: `/v1/connections/${String(json['id'])}` });
  }
  for (let app = 9_000_001; simulator.log.list().length < REQUESTS; app += 1) {
    const { organizationId, path } = connections[app % ORGANIZATIONS] ?? { organizationId: '', path: '' };
    const appId = `gid://partners/App/${app}`;
    expect((await installation.call(organizationId, 'POST', `${path}/apps`, { appId })).status).toBe(NO_SUCH_APP);
    const asked = simulator.log.list().length;
    await waitFor('the workers to go on', () => simulator.log.list().length >= Math.min(asked + 6, REQUESTS));
  }
  told(`${REQUESTS} requests`, performance.now() - beganMs);
  const log = simulator.log.list();
  expect(log.filter(({ status }) => status === 429)).toEqual([]);
  expect(busiestSecond(log)).toBeLessThanOrEqual(REQUESTS_PER_SECOND);
  for (const { organizationId, path } of connections) {
    await installation.call(organizationId, 'POST', `${path}/disconnect`);
  }
}, 240_000);
