import { z } from 'zod';
import { instantFromMicros } from '../../values/instant.js';
import { type AppRecord, eventKey, type LedgerRow, transactionGid } from '../ledger/rows.js';
import { presentAppEvent } from '../present/app-event.js';
import { presentTransaction } from '../present/transaction.js';
import { ControlRefused, controlRoute, nothing } from './route.js';

/** Every row of one organization with its whole content, visible or not yet: what a test compares a database with. */
export const getLedger = controlRoute({
  method: 'get',
  path: '/control/ledger',
  query: z.strictObject({ organizationId: z.string() }),
  body: nothing,
  handle: ({ query: { organizationId } }, { world, clock }) => {
    const organization = world.organization(organizationId);
    if (organization === undefined) throw new ControlRefused(`There is no organization ${organizationId}`);
    const now = clock() * 1000;
    organization.catchUp(now);
    const { ledger } = organization;
    const visibility = (row: LedgerRow) => ({
      visible: row.visibleAt <= now,
      visibleAt: instantFromMicros(row.visibleAt),
    });
    return {
      organizationId,
      apps: [...ledger.apps.values()],
      shops: [...ledger.shops.values()],
      transactions: ledger.transactions.all.map((row) => ({
        id: transactionGid(row),
        ...visibility(row),
        node: presentTransaction(row, presentAppName),
      })),
      events: ledger.allEvents().map((row) => ({
        key: eventKey(row),
        ...visibility(row),
        node: presentAppEvent(row, presentAppName),
      })),
    };
  },
});

function presentAppName({ number, name }: AppRecord): object {
  return { id: `gid://partners/App/${number}`, name };
}
