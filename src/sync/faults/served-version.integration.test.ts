import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start();
  await faulted.untilOk();
});
afterAll(() => faulted.close());

const warnings = async () => (await faulted.view()).warnings.map(({ code }) => code);

test('a version that answers in place of ours shows on the connection, for as long as it does', async () => {
  expect(await warnings()).toEqual([]);
  faulted.faults({ effect: { kind: 'headers', headers: { 'x-shopify-api-version': '2026-10' } } });
  await faulted.untilOk();
  expect(await warnings()).toEqual(['api_version_retiring']);
  faulted.heal();
  await faulted.untilOk();
  expect(await warnings()).toEqual([]);
});
