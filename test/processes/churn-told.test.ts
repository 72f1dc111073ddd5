import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { signingSecret, startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';

/*
 * From an uninstall at Shopify to a signed message at Convot, through real processes: once, whatever happens to them.
 * The tests follow one another.
 */
const env: NodeJS.ProcessEnv = { SYNC_INTERVAL: '1s' };
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

/** Messages about merchants, as often as they came. What is told of the connection itself has a test of its own. */
function aboutMerchants(secret?: string) {
  const verified = receiver.verified(secret);
  return verified.filter(({ type }) => String(type).startsWith('merchant.'));
}

/** Which messages tell of this shop, by their ids: of one message once. */
function toldOf(domain: string): string[] {
  const about = receiver.received.filter(({ body }) => body.includes(domain));
  return [...new Set(about.map(({ id }) => id))];
}

const told = (domain: string) => waitFor(`Convot to be told of ${domain}`, () => toldOf(domain).length > 0);

/** Every merchant is derived once more; resolves when that is done. */
async function foldedAgain(): Promise<void> {
  const { sql } = installation;
  await sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, shop_number from merchant_apps
    on conflict do nothing
  `;
  await account.call('POST', `/${account.connectionId}/sync`);
  await waitFor('every merchant to be folded', async () => (await sql`select 1 from merchant_marks`).length === 0);
}

test('a backfill tells nothing, not even of an uninstall of a minute ago', async () => {
  const before = await account.loseShop('before we were connected');
  await account.connect();
  await account.backfilled();
  await foldedAgain();
  const [kept] = await installation.sql`
    select state, not_sent_because from webhook_messages where payload->'data'->>'myshopifyDomain' = ${before}
  `;
  expect(kept).toEqual({ state: 'not_sent', notSentBecause: 'backfill' });
  expect(aboutMerchants()).toEqual([]);
}, 120_000);

test('an uninstall is told with who, what, why and how much', async () => {
  const domain = await account.loseShop('zu teuer');
  await told(domain);
  expect(aboutMerchants()).toEqual([
    {
      type: 'merchant.uninstalled',
      timestamp: expect.any(String) as string,
      data: expect.objectContaining({
        organizationId: account.organizationId,
        connectionId: account.connectionId,
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
  const domain = await account.loseShop('while nobody looked');
  await installation.startWorker();
  await told(domain);
  await foldedAgain();
  expect(aboutMerchants()).toHaveLength(before + 1);
}, 60_000);

test('a receiver that fails is told again, under the same id, and nobody else waits for it', async () => {
  receiver.answers = [500];
  const [first, second] = [await account.loseShop('one'), await account.loseShop('two')];
  await Promise.all([told(first), told(second)]);
  const states = () =>
    installation.sql`select state, attempts from webhook_messages where state <> 'not_sent' and attempts > 1`;
  await waitFor('the message that was refused', async () =>
    (await states()).some(({ state }) => state === 'delivered'),
  );
  expect([toldOf(first).length, toldOf(second).length]).toEqual([1, 1]);
  expect(receiver.verified()).toHaveLength(receiver.received.length);
}, 60_000);

test('while one secret replaces another, both sign', async () => {
  const next = signingSecret();
  const worker = installation.started.findLast(({ name }) => name === 'worker/main.js');
  await worker?.end('SIGTERM');
  expect(worker?.exit).toMatchObject({ code: 0 });
  await installation.startWorker('worker/main.js', { CONVOT_WEBHOOK_SECRET: `${next},${receiver.secret}` });
  receiver.received.splice(0);
  await told(await account.loseShop('rotated'));
  expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  for (const secret of [next, receiver.secret]) expect(aboutMerchants(secret)).toHaveLength(1);
}, 60_000);
