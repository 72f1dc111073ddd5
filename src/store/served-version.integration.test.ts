import { FaultedAccount } from '../../test/support/faulted-account.js';
import { noteServedVersion } from './served-version.js';
import { inTenant } from './tenant.js';

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start();
  await faulted.untilOk();
});
afterAll(() => faulted.close());

async function note(version: string): Promise<void> {
  const { deps, key } = faulted.account;
  await inTenant(deps.sql, key.organizationId, (tenant) => noteServedVersion(tenant, key.connectionId, version));
}

const warnings = async () => (await faulted.view()).warnings.map(({ code }) => code);
const written = () => faulted.account.sql`select xmin::text from sync_status`;

test('a version that answers in place of ours shows on the connection, for as long as it does', async () => {
  await note('2026-07');
  expect(await warnings()).toEqual([]);
  await note('2026-10');
  expect(await warnings()).toEqual(['api_version_retiring']);
  await note('2026-07');
  expect(await warnings()).toEqual([]);
});

test('the version that is known already is not written again', async () => {
  await note('2026-07');
  const before = await written();
  await note('2026-07');
  expect(await written()).toEqual(before);
});
