import { type Fleet, startFleet } from '../../../test/support/servers/fleet.js';
import { withTenant } from '../../postgres/tenant.js';
import { deletePause, writePause } from '../store/pauses.js';

const DAY_MS = 24 * 3_600_000;
const policy = { intervalMs: 240_000, failureLimit: 2 };
let fleet: Fleet;

beforeEach(async () => {
  fleet = await startFleet(policy);
});
afterEach(() => fleet.close());

test('a failure that is recorded while its connection is paused counts nowhere and shows nowhere', async () => {
  const [member] = await fleet.connect(1, 1);
  if (member === undefined) throw new Error('There is no connection.');
  const failures = () =>
    withTenant(
      fleet.api,
      member.organizationId,
      ({ sql }) => sql`
    select status, error_code, consecutive_failures from connections where id = ${member.connectionId}
  `,
    );
  await withTenant(fleet.api, member.organizationId, (tenant) =>
    writePause(tenant, member.connectionId, 'operator:test'),
  );
  for (let round = 0; round < policy.failureLimit; round += 1) {
    await fleet.fail(member);
    await fleet.pass(policy.intervalMs);
  }
  expect(await failures()).toEqual([{ status: 'connected', errorCode: null, consecutiveFailures: 0 }]);
  await withTenant(fleet.api, member.organizationId, (tenant) => deletePause(tenant, member.connectionId));
  await fleet.fail(member);
  expect(await failures()).toEqual([{ status: 'connected', errorCode: 'token_rejected', consecutiveFailures: 1 }]);
});

test('what passed while it was paused does not make the next failure its last', async () => {
  const [member] = await fleet.connect(1, 1);
  if (member === undefined) throw new Error('There is no connection.');
  const { organizationId, connectionId } = member;
  const failOnce = async () => {
    await fleet.pass(policy.intervalMs);
    return fleet.fail(member, 'shopify_unavailable', 'other');
  };
  for (let round = 0; round < policy.failureLimit; round += 1) await failOnce();
  await withTenant(fleet.api, organizationId, (tenant) => writePause(tenant, connectionId, 'operator:test'));
  await fleet.goWithout(member, 2 * DAY_MS);
  await withTenant(fleet.api, organizationId, (tenant) => deletePause(tenant, connectionId));
  expect(await failOnce()).toMatchObject({ terminal: false });
});
