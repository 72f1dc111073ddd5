import { ConnectionMessage } from '../../src/api/schemas/webhooks.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';

/*
 * What becomes of a connection, as a signed message at Convot, through real processes. The tests follow one another.
 */
// A refused token ends at once, before anything can be stale.
const env: NodeJS.ProcessEnv = { SYNC_INTERVAL: '4s', FAILURE_LIMIT: '1' };
const installation = useInstallation(env);
let receiver: WebhookReceiver;
let account: PartnerAccount;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  Object.assign(env, { CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret });
  account = new PartnerAccount(installation, { transactions: 30, events: 60 });
  await Promise.all([installation.startApi(), installation.startWorker()]);
}, 120_000);
afterAll(() => receiver.close());

/** Of the connection, in the order in which they came; a second attempt is no second message. */
function told() {
  const verified = receiver.verified();
  const messages = new Map(receiver.received.map(({ id }, place) => [id, verified[place]]));
  return [...messages.values()]
    .filter((message) => String(message?.['type']).startsWith('connection.'))
    .map((message) => ConnectionMessage.parse(message));
}

/** Resolves with the first message of this type behind so many others. */
async function toldAfter(count: number, type: string) {
  const find = () =>
    told()
      .slice(count)
      .find((message) => message.type === type);
  await waitFor(`Convot to be told ${type}`, () => find() !== undefined);
  return find();
}

function organization() {
  const found = installation.simulator.world.organization(account.partnerOrganizationId);
  if (found === undefined) throw new Error('The account was not founded.');
  return found;
}

test('that the first sync is whole', async () => {
  await account.connect();
  const message = await toldAfter(0, 'connection.first_sync_finished');
  await account.backfilled();
  const { organizationId, connectionId, partnerOrganizationId } = account;
  expect(message?.data).toMatchObject({ organizationId, connectionId, partnerOrganizationId, error: null });
}, 120_000);

test('that Shopify refuses its token for good, as the owner is told it; and that it works again', async () => {
  const before = told().length;
  organization().revoke(account.token);
  const message = await toldAfter(before, 'connection.error');
  expect(message?.data.error).toEqual((await account.view()).error);
  expect(message?.data.error).toMatchObject({ code: 'token_rejected' });
  organization().issue(account.token);
  expect((await account.call('POST', `/${account.connectionId}/reconnect`, {})).status).toBe(200);
  await toldAfter(before, 'connection.recovered');
}, 120_000);

test('that nothing new comes while Shopify is silent, once, also when the worker is killed; and that it is over', async () => {
  const before = told().length;
  const { faults } = installation.simulator;
  faults.set([{ effect: { kind: 'http', status: 503 } }]);
  await toldAfter(before, 'connection.stale');
  await installation.started.findLast(({ name }) => name === 'worker/main.js')?.end('SIGKILL');
  await installation.startWorker();
  const [{ now }] = await installation.sql<[{ now: string }]>`select now()`;
  const failed = () => installation.sql`select from sync_runs where outcome = 'failed' and started_at > ${now}`;
  await syncUntil('a sync to fail by the new worker', async () => (await failed()).length > 0);
  faults.set([]);
  await syncUntil('Convot to be told that it is over', () =>
    told()
      .slice(before)
      .some(({ type }) => type === 'connection.recovered'),
  );
  const types = told()
    .slice(before)
    .map(({ type }) => type);
  expect(types.slice(0, types.indexOf('connection.recovered'))).toEqual(['connection.stale']);
}, 180_000);

/** Whoever waits for what failed again and again waits long. */
async function syncUntil(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await waitFor(what, async () => {
    await account.call('POST', `/${account.connectionId}/sync`);
    return isSo();
  });
}
