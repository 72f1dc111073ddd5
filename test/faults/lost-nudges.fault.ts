import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { healed } from './heal.js';

/* An api that dies between its commit and its signal: the row waits, and an indexed look finds it. */
const installation = useInstallation({ SYNC_INTERVAL: '1h' });
let account: PartnerAccount;

beforeAll(async () => {
  account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await installation.startApi();
  await installation.startWorker();
  await account.connect();
  await account.backfilled();
}, 120_000);

test('a request to sync whose signal was lost starts within half a minute', async () => {
  const before = account.requests().length;
  // What the api commits before it signals.
  await installation.sql`
    update connection_directory set wanted_at = now(), nudged_at = now(), next_sync_at = now()
    where connection_id = ${account.connectionId}
  `;
  const ms = await healed('a lost nudge to sync', () => account.requests().length > before, 60_000);
  expect(ms).toBeLessThan(35_000);
});

test('a disconnect whose signal was lost is confirmed within half a minute', async () => {
  await installation.sql`
    update connections
    set status = 'disconnecting', generation = generation + 1, token_ciphertext = null, token_hint = null
    where id = ${account.connectionId}
  `;
  const stored = async () => {
    const [row] = await installation.sql`select status from connections where id = ${account.connectionId}`;
    return row?.['status'] === 'disconnected';
  };
  const ms = await healed('a lost nudge to disconnect', stored, 60_000);
  expect(ms).toBeLessThan(35_000);
});
