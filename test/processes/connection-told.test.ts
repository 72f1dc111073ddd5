import { ConnectionMessage } from '../../src/api/schemas/webhooks.js';
import { useToldInstallation } from '../support/servers/told-installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * What becomes of a connection, as a signed message at Convot, through real processes. The tests follow one another.
 */
// A refused token ends at once, before anything can be stale.
const told = useToldInstallation({ SYNC_INTERVAL: '4s', FAILURE_LIMIT: '1' });
const { installation } = told;

/** Of the connection, in the order in which they came; a second attempt is no second message. */
function messages() {
  const verified = told.receiver.verified();
  const newest = new Map(told.receiver.received.map(({ id }, place) => [id, verified[place]]));
  return [...newest.values()]
    .filter((message) => String(message?.['type']).startsWith('connection.'))
    .map((message) => ConnectionMessage.parse(message));
}

/** Resolves with the first message of this type behind so many others. */
async function toldAfter(count: number, type: string) {
  const find = () =>
    messages()
      .slice(count)
      .find((message) => message.type === type);
  await waitFor(`Convot to be told ${type}`, () => find() !== undefined);
  return find();
}

function organization() {
  const found = installation.simulator.world.organization(told.account.partnerOrganizationId);
  if (found === undefined) throw new Error('The account was not founded.');
  return found;
}

test('that the first sync is whole', async () => {
  await told.account.connect();
  const message = await toldAfter(0, 'connection.first_sync_finished');
  await told.account.backfilled();
  const { organizationId, connectionId, partnerOrganizationId } = told.account;
  expect(message?.data).toMatchObject({ organizationId, connectionId, partnerOrganizationId, error: null });
}, 120_000);

test('that Shopify refuses its token for good, as the owner is told it; and that it works again', async () => {
  const before = messages().length;
  organization().revoke(told.account.token);
  const message = await toldAfter(before, 'connection.error');
  expect(message?.data.error).toEqual((await told.account.view()).error);
  expect(message?.data.error).toMatchObject({ code: 'token_rejected' });
  organization().issue(told.account.token);
  expect((await told.account.call('POST', `/${told.account.connectionId}/reconnect`, {})).status).toBe(200);
  await toldAfter(before, 'connection.recovered');
}, 120_000);

test('that nothing new comes while Shopify is silent, once, also when the worker is killed; and that it is over', async () => {
  const before = messages().length;
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
    messages()
      .slice(before)
      .some(({ type }) => type === 'connection.recovered'),
  );
  const types = messages()
    .slice(before)
    .map(({ type }) => type);
  expect(types.slice(0, types.indexOf('connection.recovered'))).toEqual(['connection.stale']);
}, 180_000);

/** Whoever waits for what failed again and again waits long. */
async function syncUntil(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await waitFor(what, async () => {
    await told.account.call('POST', `/${told.account.connectionId}/sync`);
    return isSo();
  });
}
