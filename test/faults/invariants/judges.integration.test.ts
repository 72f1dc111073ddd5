import { randomBytes } from 'node:crypto';
import { FaultedAccount } from '../../support/accounts/faulted-account.js';
import { judgeDerived } from './derived.js';
import { readLedger, readStored } from './read-rows.js';
import { judgeRows } from './rows.js';

/* What judges read from a real database and a real ledger, and that they find what is planted there. */
let faulted: FaultedAccount;
let stored: () => ReturnType<typeof readStored>;
let ledger: () => ReturnType<typeof readLedger>;

beforeAll(async () => {
  faulted = await FaultedAccount.start();
  await faulted.untilOk();
  const { account } = faulted;
  stored = () => readStored(account.sql, account.key.connectionId);
  ledger = () => readLedger(account.simulator, '4242');
});
afterAll(() => faulted.close());

test('what a sync stored is in order; a row that is taken away or changed is found', async () => {
  expect((await stored()).length).toBeGreaterThan(500);
  expect(judgeRows(ledger(), await stored())).toEqual([]);
  const { sql } = faulted.account;
  await sql`delete from transactions where id = (select max(id) from transactions)`;
  await sql`
    update app_events set raw = jsonb_set(raw, '{reason}', '"another"') where occurred_at = (select min(occurred_at) from app_events)
  `;
  const found = judgeRows(ledger(), await stored());
  expect(found.join('\n')).toMatch(/^1 rows are lost.*\n\d rows are stored otherwise than Shopify shows them/);
});

test('what is derived is derived alike anew; a figure that is changed is found, and put right', async () => {
  const { operators, key } = faulted.account;
  const judge = () => judgeDerived(operators, key);
  // The row that the test before took away counts from now on.
  await judge();
  expect(await judge()).toEqual([]);
  const plan = `Plan ${randomBytes(4).toString('hex')}`;
  await faulted.account.sql`
    update merchant_apps set plan = ${plan}
    where (app_number, shop_number) = (select app_number, shop_number from merchant_apps where plan is not null limit 1)
  `;
  expect((await judge()).join('\n')).toContain('1 merchants are derived otherwise anew');
  expect(await judge()).toEqual([]);
});
