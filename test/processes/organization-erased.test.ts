import { PartnerAccount } from '../support/accounts/partner-account.js';
import { tablesWith } from '../support/database/found-in.js';
import { useInstallation } from '../support/servers/installation.js';
import { useAppProcesses } from '../support/servers/processes.js';

/* An operator erases an organization while its account is being read, beside another one. */
const installation = useInstallation();
const processes = useAppProcesses();

let erased: PartnerAccount;
let other: PartnerAccount;

beforeAll(async () => {
  installation.simulator.settings.latencyMs = 50;
  await installation.startWorker();
  await installation.startApi();
  erased = new PartnerAccount(installation, { transactions: 4_000, events: 900 });
  other = new PartnerAccount(installation, { transactions: 250, events: 130 });
}, 90_000);

test('its connections end as if disconnected, then every row goes, and another organization keeps all', async () => {
  const { sql } = installation;
  await other.connect();
  await other.backfilled();
  await erased.connect();
  await erased.pagesRead(4);
  const { organizationId, connectionId } = erased;
  const erase = (...args: string[]) =>
    processes.start('cli/main.js', { args: ['erase', ...args], env: installation.environment() });
  const cli = await erase('--organization', organizationId);
  expect(await cli.exited).toMatchObject({ code: 0 });
  expect(cli.output()).toMatch(`${connectionId}  disconnected, its token destroyed`);
  expect(cli.output()).toMatch(/receipt [0-9a-f-]{36} .* organization erased by operator:/);
  expect((await erased.workflow.describe()).status.name).toBe('COMPLETED');

  // But for the receipt.
  expect(await tablesWith(sql, { texts: [organizationId, connectionId], numbers: [] })).toEqual(['erasures']);
  expect(await other.storedKeys()).toEqual(other.ledgerKeys());
  expect(await other.view()).toMatchObject({ status: 'connected', error: null });

  const again = await erase('--organization', organizationId);
  expect(await again.exited).toMatchObject({ code: 1 });
  expect(again.output()).toMatch('There is nothing of this organization.');

  const shop = ['--organization', other.organizationId, '--shop', 'https://Shop-1.myshopify.com/admin'];
  const receipts = await Promise.all(
    [erase(...shop), erase(...shop)].map(async (started) => {
      const run = await started;
      expect(await run.exited).toMatchObject({ code: 0 });
      return /receipt ([0-9a-f-]{36}) .* merchant erased by operator:/.exec(run.output())?.[1];
    }),
  );
  expect(receipts[0]).toBeDefined();
  expect(new Set(receipts).size).toBe(1);
  const gone = await installation.call(other.organizationId, 'GET', '/v1/merchants/shop-1.myshopify.com');
  expect(gone.status).toBe(404);
}, 150_000);
