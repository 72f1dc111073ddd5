import { PartnerAccount } from '../support/accounts/partner-account.js';
import { askHealth } from '../support/servers/ask-health.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { accessToken } from '../support/servers/tokens.js';
import { waitFor } from '../support/servers/wait-for.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';
import { healed } from './heal.js';

/*
 * The clock of a worker's or an api's machine jumps by three days while it runs. What decides about rows, leases and waits
 * is the database's time, Temporal's, Shopify's, or a clock that never jumps.
 * Node's own wall clock is what is moved: that of Temporal's core, in the same process, is not.
 */
const DAY_MS = 86_400_000;

const env: NodeJS.ProcessEnv = { SYNC_INTERVAL: '2s' };
const installation = useInstallation(env);
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  Object.assign(env, { CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret });
}, 30_000);
afterAll(() => receiver.close());

/** What has a process’ wall clock jump at SIGHUP: Temporal’s runtime ends a worker at any of the others that a process may hear. */
function jumping(ms: number): NodeJS.ProcessEnv {
  const script = `
    const now = Date.now;
    let jump = 0;
    globalThis.Date = new Proxy(Date, {
      construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [now() + jump], made),
      apply: () => new Date().toString(),
      get: (target, name) => name === 'now' ? () => now() + jump : Reflect.get(target, name),
    });
    process.on('SIGHUP', () => { jump = ${ms}; console.log('the clock has jumped'); });
  `;
  return { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(script)}"` };
}

async function jump(process: AppProcess): Promise<void> {
  process.kill('SIGHUP');
  await process.printed(/the clock has jumped/);
}

const urlOf = (api: AppProcess) => `http://127.0.0.1:${/"port":(\d+)/.exec(api.output())?.[1] ?? ''}`;

const standingOf = (account: PartnerAccount) => installation.sql<{ nextInMs: number; leasedMs: number | null }[]>`
  select
    extract(epoch from d.next_sync_at - now())::float8 * 1000 as next_in_ms,
    (select max(extract(epoch from until - now()))::float8 * 1000 from sync_leases l where l.connection_id = d.connection_id) as leased_ms
  from connection_directory d
  where d.connection_id = ${account.connectionId}
`;

describe.each([
  ['ahead', 3 * DAY_MS],
  ['back', -3 * DAY_MS],
])('F26: three days %s', (_, ms) => {
  test('a worker syncs, tells and judges its health as before', async () => {
    await installation.startApi();
    const worker = await installation.startWorker(undefined, jumping(ms));
    const account = new PartnerAccount(installation, { transactions: 1_500, events: 400 });
    installation.simulator.settings.latencyMs = 200;
    await account.connect();
    await account.pagesRead(3);
    await jump(worker);
    await account.backfilled();
    installation.simulator.settings.latencyMs = 0;
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());

    // What happens from then on is found, and told in a message that its receiver believes.
    const before = receiver.received.length;
    await account.loseShop('after the jump');
    await healed(
      'jumped clock: what is new is stored',
      async () => {
        return JSON.stringify(await account.storedKeys()) === JSON.stringify(account.ledgerKeys());
      },
      30_000,
    );
    await healed('jumped clock: told', () => receiver.received.length > before, 30_000);
    // It checks the time that they were signed at, too.
    const told = receiver.received.length - before;
    expect(receiver.verified(receiver.secret, before)).toHaveLength(told);
    const [standing] = await standingOf(account);
    expect(Math.abs(standing?.nextInMs ?? Infinity)).toBeLessThan(30_000);
    expect(standing?.leasedMs ?? 0).toBeLessThan(40_000);
    expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
    // A busy machine may be later than two intervals of two seconds for once; a clock that is read wrongly, always.
    const isUnwarned = async () => (await account.view()).warnings.length === 0;
    await healed('jumped clock: no warning is shown', isUnwarned, 30_000);

    // For longer than Temporal may be away before a worker is not well.
    const beganMs = performance.now();
    const complaints: string[] = [];
    const isOver = async () => {
      const { isWell, said } = await askHealth(worker);
      if (!isWell) complaints.push(said);
      return performance.now() - beganMs > 90_000;
    };
    await waitFor('a minute and a half', isOver, { timeoutMs: 120_000, intervalMs: 2_000 });
    expect(complaints).toEqual([]);
    await account.retire();
    await worker.end('SIGTERM');
    expect(worker.exit).toMatchObject({ code: 0 });
  }, 400_000);

  test('an api refuses tokens that are over or not yet valid by its clock, and its commands last as long as before', async () => {
    const worker = await installation.startWorker();
    const api = await installation.startApi(jumping(ms));
    const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
    await account.connect();
    await account.backfilled();
    await jump(api);
    const { status } = await account.call('GET');
    expect(status).toBe(401);
    expect((await fetch(`${urlOf(api)}/readyz`)).status).toBe(200);
    // By a clock like its own somebody signs in; what is then commanded is done at once.
    const asItsClock = { iat: Math.floor((Date.now() + ms) / 1000), exp: Math.floor((Date.now() + ms) / 1000) + 600 };
    const before = account.requests().length;
    const answer = await fetch(`${urlOf(api)}/v1/connections/${account.connectionId}/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await accessToken({ org: account.organizationId, ...asItsClock })}` },
    });
    expect(answer.status).toBe(202);
    await healed('jumped clock: the command is done', () => account.requests().length > before, 30_000);
    await account.retire();
    await Promise.all([worker.end('SIGTERM'), api.end('SIGTERM')]);
  }, 200_000);
});
