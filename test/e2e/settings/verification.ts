import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { usePages } from '../../support/pages/pages.js';
import { onSettings } from '../../support/pages/settings-page.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* When all of it was last compared with Shopify, and what that found. Nothing syncs unless it is told to. */
const pages = usePages({ SYNC_INTERVAL: '24h', FAILURE_LIMIT: '1' });

test('the page says when everything was compared with Shopify, what differed, and which figures changed by it', async () => {
  const { installation } = pages;
  const account = new PartnerAccount(installation, { transactions: 60, events: 40 });
  const { ledger } = installation.simulator.world.found(account.partnerOrganizationId);
  await account.connect();
  await account.backfilled();
  const embedded = await pages.open('/settings/shopify', { organizationId: account.organizationId, role: 'owner' });
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  const verifiedAt = frame.locator('div', { has: frame.getByText('Last verified', { exact: true }) }).last();
  await verifiedAt.getByText('Not yet').waitFor();
  expect(await frame.getByText('were compared with Shopify').count()).toBe(0);

  // Long ago a charge cost something else than was read, and a row went.
  const charged = ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED');
  const gone = ledger.transactions.all.at(15);
  if (charged?.charge == null || gone === undefined) throw new Error('The account has too few rows.');
  ledger.put({ ...charged, charge: { ...charged.charge, amount: { amount: '1000.00', currencyCode: 'USD' } } });
  ledger.remove(gone);
  await waitFor('the first sync to be over and derived', async () => {
    const rows = await installation.sql`
      select from sync_status where connection_id = ${account.connectionId} and whole_since is not null
    `;
    return rows.length > 0;
  });
  await installation.sql`
    update sync_status set walk_started_at = now() - interval '8 days', sparing_until = null
    where connection_id = ${account.connectionId}
  `;
  await on.button('Sync now').click();
  await on.text('1 had changed and was corrected and 1 is no longer shown there and was kept.').waitFor();
  await on.text(/Figures of the past changed by it: .*MRR of 1 merchant/).waitFor();
  await verifiedAt.locator('time').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await account.retire();
  expect(complaints).toEqual([]);
});
