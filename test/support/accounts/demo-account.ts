import type { LedgerRow } from '../../../src/simulator/ledger/rows.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../../src/simulator/worlds/demo/demo-world.js';
import { instantFromMs } from '../../../src/values/instant.js';
import type { Installation } from '../servers/installation.js';
import { waitFor } from '../servers/wait-for.js';

/**
 * Has an organization connect the demonstration's account. Resolves when the first sync of its two years is whole.
 * @param change of its rows, before anybody reads them
 */
export async function connectDemoAccount(
  installation: Installation,
  organizationId: string,
  change: (row: LedgerRow) => LedgerRow = (row) => row,
): Promise<void> {
  const { world, clock } = installation.simulator;
  const demo = demoWorld({ seed: 'demo', anchor: instantFromMs(clock()) }).found(DEMO_ORGANIZATION_ID);
  const organization = world.found(DEMO_ORGANIZATION_ID);
  organization.issue(DEMO_TOKEN);
  organization.ledger.load([...demo.ledger.transactions.all, ...demo.ledger.allEvents()].map(change));
  const connection = { partnerOrganizationId: DEMO_ORGANIZATION_ID, accessToken: DEMO_TOKEN };
  const { status, text } = await installation.call(organizationId, 'POST', '/v1/connections', connection);
  if (status !== 201) throw new Error(`Not connected: ${status} ${text}`);
  await waitFor(
    'the first sync of the demonstration',
    async () => {
      const [row] = await installation.sql<{ backfilled: boolean }[]>`
        select backfilled from sync_status where organization_id = ${organizationId} and phase = 'idle'
      `;
      return row?.backfilled;
    },
    { timeoutMs: 90_000 },
  );
}
