import { useToldInstallation } from '../support/servers/told-installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { signingSecret } from '../support/servers/webhook-receiver.js';

/*
 * From an uninstall at Shopify to a signed message at Convot, through real processes: once, whatever happens to them.
 * The tests follow one another.
 */
const told = useToldInstallation({ SYNC_INTERVAL: '1s' });
const { installation } = told;

/** Messages about merchants, as often as they came. What is told of the connection itself has a test of its own. */
function aboutMerchants(secret?: string) {
  const verified = told.receiver.verified(secret);
  return verified.filter(({ type }) => String(type).startsWith('merchant.'));
}

/** Which messages tell of this shop, by their ids: of one message once. */
function toldOf(domain: string): string[] {
  const about = told.receiver.received.filter(({ body }) => body.includes(domain));
  return [...new Set(about.map(({ id }) => id))];
}

const toBeTold = (domain: string) => waitFor(`Convot to be told of ${domain}`, () => toldOf(domain).length > 0);

/** Every merchant is derived once more; resolves when that is done. */
async function foldedAgain(): Promise<void> {
  const { sql } = installation;
  await sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, shop_number from merchant_apps
    on conflict do nothing
  `;
  await told.account.call('POST', `/${told.account.connectionId}/sync`);
  await waitFor('every merchant to be folded', async () => (await sql`select 1 from merchant_marks`).length === 0);
}

test('a backfill tells nothing, not even of an uninstall of a minute ago', async () => {
  const before = await told.account.loseShop('before we were connected');
  await told.account.connect();
  await told.account.backfilled();
  await foldedAgain();
  const [kept] = await installation.sql`
    select state, not_sent_because from webhook_messages where payload->'data'->>'myshopifyDomain' = ${before}
  `;
  expect(kept).toEqual({ state: 'not_sent', notSentBecause: 'backfill' });
  expect(aboutMerchants()).toEqual([]);
}, 120_000);

test('an uninstall is told with who, what, why and how much', async () => {
  const domain = await told.account.loseShop('zu teuer');
  await toBeTold(domain);
  expect(aboutMerchants()).toEqual([
    {
      type: 'merchant.uninstalled',
      timestamp: expect.any(String) as string,
      data: expect.objectContaining({
        organizationId: told.account.organizationId,
        connectionId: told.account.connectionId,
        myshopifyDomain: domain,
        appId: 'gid://partners/App/4000001',
        appName: 'App 1',
        reason: 'zu teuer',
        plan: 'Pro',
        mrrLost: { amount: '35.00', currencyCode: 'USD' },
      }) as object,
    },
  ]);
});

test('a worker that is killed and folds everything again tells it no second time', async () => {
  const [worker] = installation.started.filter(({ name }) => name === 'worker/main.js');
  await worker?.end('SIGKILL');
  const before = aboutMerchants().length;
  const domain = await told.account.loseShop('while nobody looked');
  await installation.startWorker();
  await toBeTold(domain);
  await foldedAgain();
  expect(aboutMerchants()).toHaveLength(before + 1);
}, 60_000);

test('a receiver that fails is told again, under the same id, and nobody else waits for it', async () => {
  told.receiver.answers = [500];
  const [first, second] = [await told.account.loseShop('one'), await told.account.loseShop('two')];
  await Promise.all([toBeTold(first), toBeTold(second)]);
  const states = () =>
    installation.sql`select state, attempts from webhook_messages where state <> 'not_sent' and attempts > 1`;
  await waitFor('the message that was refused', async () =>
    (await states()).some(({ state }) => state === 'delivered'),
  );
  expect([toldOf(first).length, toldOf(second).length]).toEqual([1, 1]);
  expect(told.receiver.verified()).toHaveLength(told.receiver.received.length);
}, 60_000);

test('while one secret replaces another, both sign', async () => {
  const next = signingSecret();
  const worker = installation.started.findLast(({ name }) => name === 'worker/main.js');
  await worker?.end('SIGTERM');
  expect(worker?.exit).toMatchObject({ code: 0 });
  await installation.startWorker('worker/main.js', { CONVOT_WEBHOOK_SECRET: `${next},${told.receiver.secret}` });
  told.receiver.received.splice(0);
  await toBeTold(await told.account.loseShop('rotated'));
  expect(told.receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  for (const secret of [next, told.receiver.secret]) expect(aboutMerchants(secret)).toHaveLength(1);
}, 60_000);
