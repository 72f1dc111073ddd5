import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.js';
import { controlRoute, nothing } from './route.js';
import {
  type AppInput,
  appInput,
  contractInput,
  contractRecord,
  eventInput,
  eventRow,
  type ShopInput,
  shopInput,
  transactionInput,
  transactionRow,
} from './row-input.js';

/**
 * Puts rows into one organization's ledger or takes them out. What has the id or key of a row that is there takes its
 * place. A changed app or shop changes in every row that names it.
 */
export const postRows = controlRoute({
  method: 'post',
  path: '/control/rows',
  query: nothing,
  body: z.strictObject({
    organizationId: z.string().regex(/^[1-9][0-9]*$/),
    put: z
      .strictObject({
        apps: z.array(appInput).default([]),
        shops: z.array(shopInput).default([]),
        transactions: z.array(transactionInput).default([]),
        events: z.array(eventInput).default([]),
        /** In the place of all that the pair has. */
        contracts: z.array(contractInput).default([]),
      })
      .prefault({}),
    remove: z
      .strictObject({
        /** App numbers: the app is no longer visible; its transactions stay. */
        apps: z.array(z.string()).default([]),
        /** Transaction ids. */
        transactions: z.array(z.string()).default([]),
        /** Event keys, as `GET /control/ledger` gives them. */
        events: z.array(z.string()).default([]),
      })
      .prefault({}),
  }),
  handle: ({ body: { organizationId, put, remove } }, { world, clock }) => {
    const organization = world.found(organizationId);
    organization.catchUp(clock() * 1000);
    const { ledger } = organization;
    for (const app of put.apps) putApp(ledger, app);
    for (const shop of put.shops) putShop(ledger, shop);
    const rows = [
      ...put.transactions.map((input) => transactionRow(input, ledger)),
      ...put.events.map((input, index) => eventRow(input, ledger, ledger.nextTie() + index)),
    ];
    for (const row of rows) ledger.put(row);
    const contracts = put.contracts.map((input) => contractRecord(input, ledger));
    for (const { app, shop } of contracts) ledger.contracts.removeOf(app, shop);
    for (const contract of contracts) ledger.contracts.add(contract);
    const doomed = [
      ...remove.transactions.map((id) => ledger.transaction(id)),
      ...remove.events.map((key) => ledger.event(key)),
    ].filter((row) => row !== undefined);
    for (const row of doomed) ledger.remove(row);
    const apps = remove.apps.filter((number) => ledger.apps.delete(number));
    return { put: rows.length + contracts.length, removed: doomed.length + apps.length };
  },
});

function putApp(ledger: Ledger, input: AppInput): void {
  const app = ledger.apps.get(input.number);
  if (app === undefined) ledger.apps.set(input.number, input);
  else Object.assign(app, input);
}

function putShop(ledger: Ledger, input: ShopInput): void {
  const shop = ledger.shops.get(input.number);
  if (shop === undefined) {
    ledger.shops.set(input.number, { ...input, shopifyNumber: input.shopifyNumber ?? `7${input.number}` });
  } else {
    Object.assign(shop, { name: input.name, myshopifyDomain: input.myshopifyDomain });
  }
}
