import { UpdateMessage } from '../../src/api/schemas/webhooks.js';
import { updatesWorkflowId } from '../../src/contract/names.js';
import { useToldInstallation } from '../support/servers/told-installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * Every change of a merchant at Convot's receiver, through real processes: what a receiver makes of the messages is what
 * the feed says, whatever becomes of the workers. The tests follow one another.
 */
const told = useToldInstallation({ SYNC_INTERVAL: '1s', CONVOT_WEBHOOK_UPDATES: '1' });
const { installation } = told;

const updates = () =>
  told.receiver
    .verified()
    .filter(({ type }) => type === 'merchant.updated')
    .map((message) => UpdateMessage.parse(message).data);

/** What a receiver keeps that heeds the numbers: the last of each merchant. */
function kept(): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { ref, number } of updates()) newest.set(ref, Math.max(number, newest.get(ref) ?? 0));
  return newest;
}

const numbers = () =>
  installation.sql<{ ref: string; number: number }[]>`select ref, number::integer from merchant_changes`;

/** The receiver has the newest number of each merchant that changed after this one. */
const caughtUp = (after: number) =>
  waitFor(
    'the receiver to know all of the feed',
    async () => {
      const newest = kept();
      return (await numbers()).every(({ ref, number }) => number <= after || newest.get(ref) === number);
    },
    { timeoutMs: 60_000 },
  );

const last = async () => Math.max(0, ...(await numbers()).map(({ number }) => number));

const ended = () =>
  waitFor('nobody to be at it', async () => {
    const { status } = await installation.temporal.workflow
      .getHandle(updatesWorkflowId(told.account.organizationId))
      .describe();
    return status.name === 'COMPLETED';
  });

test('a first sync is told as it gets on, and with all of it nobody is at it any more', async () => {
  await told.account.connect();
  await told.account.backfilled();
  await waitFor('the epoch to be told', () => updates().length > 0);
  await caughtUp(Math.min(...updates().map(({ number }) => number)) - 1);
  await ended();
  expect(new Set(updates().map(({ epoch }) => epoch)).size).toBe(1);
}, 120_000);

test('a worker that is killed while it tells loses none, and what comes twice has one id', async () => {
  const before = await last();
  const [worker] = installation.started.filter(({ name }) => name === 'worker/main.js');
  let asked = 0;
  // The receiver has them, and the worker dies before it hears of it.
  told.receiver.answers = Array.from({ length: 3 }, () => () => void (asked += 1));
  for (const shop of ['one', 'two', 'three']) await told.account.loseShop(shop);
  await waitFor('it to be asked', () => asked > 0);
  await worker?.end('SIGKILL');
  told.receiver.answers = [];
  const domain = await told.account.loseShop('while nobody looked');
  await installation.startWorker();
  await waitFor('the merchant that came last', () =>
    updates().some((data) => 'merchant' in data && data.merchant?.myshopifyDomain === domain),
  );
  await caughtUp(before);
  const ids = new Map<string, Set<string>>();
  for (const { id, body } of told.receiver.received.filter((one) => one.body.includes('"merchant.updated"'))) {
    const { number } = (JSON.parse(body) as { data: { number: number } }).data;
    ids.set(String(number), (ids.get(String(number)) ?? new Set()).add(id));
  }
  expect([...ids.values()].filter((own) => own.size !== 1)).toEqual([]);
}, 150_000);

test('what no sync changed is told all the same: a merchant that is erased', async () => {
  await ended();
  const before = await last();
  const { organizationId } = told.account;
  const erased = await installation.call(organizationId, 'DELETE', '/v1/merchants/lost-880001.myshopify.com');
  expect(erased.status).toBe(202);
  await caughtUp(before);
  expect(updates().filter((data) => 'erased' in data)).toHaveLength(1);
  await ended();
}, 90_000);

test('where it is not wanted any more it ends, and nothing more is told', async () => {
  const worker = installation.started.findLast(({ name }) => name === 'worker/main.js');
  await worker?.end('SIGTERM');
  await installation.startWorker('worker/main.js', { CONVOT_WEBHOOK_UPDATES: '0' });
  const before = updates().length;
  const domain = await told.account.loseShop('and nobody hears of it');
  await waitFor('its uninstall to be told', () =>
    told.receiver.received.some(({ body }) => body.includes(domain) && body.includes('merchant.uninstalled')),
  );
  expect(updates()).toHaveLength(before);
  await ended();
}, 60_000);
