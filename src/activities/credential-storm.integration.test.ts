import { type Fleet, type FleetMember, startFleet } from '../../test/support/servers/fleet.js';
import { findConnectionSummary } from '../connections/store/connection-summaries.js';
import { connectionView } from '../connections/view/connection-view.js';
import { withTenant } from '../postgres/tenant.js';

const INTERVAL_MS = 240_000;
const HOUR_MS = 3_600_000;
const policy = { intervalMs: INTERVAL_MS, failureLimit: 5 };

let fleet: Fleet;

beforeEach(async () => {
  fleet = await startFleet(policy);
});
afterEach(() => fleet.close());

const ids = (members: readonly FleetMember[]) => members.map(({ connectionId }) => connectionId).sort();
const all = <T>(members: readonly FleetMember[], work: (member: FleetMember) => Promise<T>) =>
  Promise.all(members.map(work));

/** Every sync of these fails, an interval after the last one did. */
async function failRound(members: readonly FleetMember[], code?: string): Promise<void> {
  await all(members, (member) => fleet.fail(member, code));
  await fleet.look();
  await fleet.pass(INTERVAL_MS);
}

/** What the page of its owner is told. */
async function shown({ organizationId, connectionId }: FleetMember) {
  const row = await withTenant(fleet.api, organizationId, (tenant) => findConnectionSummary(tenant, connectionId));
  if (row === undefined) throw new Error('The connection is not there.');
  const { status, error, consecutiveFailures, warnings } = connectionView(row, { ...policy, apiVersion: '2026-07' });
  return { status, message: error?.message, consecutiveFailures, warnings: warnings.map(({ code }) => code) };
}

/** What the operator is warned of: level, and how many. */
const told = () =>
  fleet.lines
    .filter(({ level }) => Number(level) > 30)
    .map(({ level, connections, organizations, worked, members, working }) =>
      Object.fromEntries(
        Object.entries({ level, connections, organizations, worked, members, working }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
    );

test('an hour of 401 to all ends nobody; those that are truly revoked end afterwards', async () => {
  const connections = await fleet.connect(200, 40);
  const revoked = connections.slice(0, 3);
  const others = connections.slice(3);
  for (let round = 0; round < HOUR_MS / INTERVAL_MS; round += 1) await failRound(connections);

  expect(await fleet.inError()).toEqual([]);
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: true }]);
  expect(await shown(others[0] as FleetMember)).toMatchObject({
    ...{ status: 'connected', warnings: expect.arrayContaining(['refusing_everybody', 'delayed']) as unknown },
    message: expect.stringMatching(/^Shopify is refusing everybody/) as unknown,
  });

  // One short of half of them.
  await all(others.slice(0, 99), (member) => fleet.work(member));
  await fleet.look();
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: true }]);
  await all(others.slice(99), (member) => fleet.work(member));
  await fleet.look();
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: false }]);

  for (let failures = 1; failures < policy.failureLimit; failures += 1) {
    await failRound(revoked);
    expect(await shown(revoked[0] as FleetMember)).toMatchObject({ consecutiveFailures: failures, warnings: [] });
    expect(await fleet.inError()).toEqual([]);
  }
  await failRound(revoked);
  expect(await fleet.inError()).toEqual(ids(revoked));
  expect(await fleet.storms()).toHaveLength(1);
  const [begun, ended, ...more] = told();
  expect(begun).toMatchObject({ level: 50, worked: 200 });
  expect(ended).toEqual({ level: 40, members: 200, working: 197 });
  expect(more).toEqual([]);
});

test('a connection that alone fails ends at the limit', async () => {
  const [alone] = await fleet.connect(20, 10);
  for (let failures = 1; failures < policy.failureLimit; failures += 1) {
    await failRound([alone as FleetMember]);
    expect(await shown(alone as FleetMember)).toMatchObject({ status: 'connected', consecutiveFailures: failures });
  }
  await failRound([alone as FleetMember]);
  expect(await fleet.inError()).toEqual([alone?.connectionId]);
  expect(told()).toEqual([]);
});

test.each([
  ['of an installation of four', 4, 4, 4],
  ['of two organizations', 20, 2, 20],
  ['that are a tenth', 50, 10, 5],
])('connections %s are judged as ever', async (_, count, organizations, failing) => {
  const refused = (await fleet.connect(count, organizations)).slice(0, failing);
  for (let failures = 1; failures <= policy.failureLimit; failures += 1) await failRound(refused);
  expect(await fleet.inError()).toEqual(ids(refused));
  expect(await fleet.storms()).toEqual([]);
});

test('those that begin to fail one after the other are no storm', async () => {
  const connections = await fleet.connect(10, 5);
  for (const member of connections) {
    await fleet.fail(member);
    await fleet.pass(INTERVAL_MS / 3);
  }
  expect(await fleet.storms()).toEqual([]);
});

test('those that fail in different ways are no storm', async () => {
  const connections = await fleet.connect(12, 12);
  await all(connections.slice(0, 4), (member) => fleet.fail(member));
  await all(connections.slice(4, 8), (member) => fleet.fail(member, 'permission_missing'));
  await all(connections.slice(8), (member) => fleet.fail(member, 'shopify_unavailable', 'other'));
  await fleet.look();
  expect(await fleet.storms()).toEqual([]);
});

test('it is noticed when all fail in one moment, and once, whichever worker is first', async () => {
  // The fewest: the last of them to be written down must see all others.
  await all(await fleet.connect(5, 5), (member) => fleet.fail(member));
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: true }]);
  await fleet.look();
  expect(told()).toEqual([{ level: 50, connections: 5, organizations: 5, worked: 5 }]);
});

test('once it is on nobody ends, whatever he had counted and by whatever code', async () => {
  const connections = await fleet.connect(20, 10);
  const [revoked, ...others] = connections as [FleetMember, ...FleetMember[]];
  for (let failures = 1; failures < policy.failureLimit; failures += 1) await failRound([revoked]);
  await failRound(others, 'permission_missing');
  expect(await fleet.fail(revoked)).toMatchObject({ consecutiveFailures: policy.failureLimit - 1, terminal: false });
  // Shopify refuses in another way now.
  for (let round = 0; round < policy.failureLimit; round += 1) await failRound(connections);
  expect(await fleet.inError()).toEqual([]);

  await all(others, (member) => fleet.work(member));
  await fleet.look();
  expect(await fleet.fail(revoked)).toMatchObject({ consecutiveFailures: 1, terminal: false });
});

test('it ends after a day, and does not begin again by those that still fail', async () => {
  const connections = await fleet.connect(20, 10);
  await failRound(connections);
  await fleet.pass(24 * HOUR_MS);
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: false }]);
  expect((await shown(connections[0] as FleetMember)).message).toMatch(/Token is invalid or expired/);
  for (let failures = 1; failures <= policy.failureLimit; failures += 1) {
    expect(await fleet.inError()).toEqual([]);
    await failRound(connections);
  }
  expect(await fleet.inError()).toEqual(ids(connections));
  expect(await fleet.storms()).toHaveLength(1);
  expect(told().slice(1)).toEqual([{ level: 40, members: 20, working: 0 }]);
});

test('half that still fails is no new storm; half that fails again is', async () => {
  const connections = await fleet.connect(20, 10);
  const [recovered, failing] = [connections.slice(0, 10), connections.slice(10)];
  await all(connections, (member) => fleet.fail(member));
  // All within the time that is looked back on; a new token is as good as a sync that works.
  await all(recovered.slice(0, 9), (member) => fleet.work(member));
  await fleet.reconnect(recovered[9] as FleetMember);
  await fleet.look();
  expect(await fleet.storms()).toEqual([{ code: 'token_rejected', isOn: false }]);
  await all(failing, (member) => fleet.fail(member));
  await fleet.look();
  expect(await fleet.storms()).toHaveLength(1);

  await all(recovered, (member) => fleet.fail(member));
  expect(await fleet.storms()).toEqual([
    { code: 'token_rejected', isOn: false },
    { code: 'token_rejected', isOn: true },
  ]);
});

test('a tenant learns of it only by a connection of its own that is refused, and never how many are', async () => {
  const [spared, ...refused] = (await fleet.connect(12, 12)) as [FleetMember, ...FleetMember[]];
  await all(refused, (member) => fleet.fail(member));
  expect(await shown(spared)).toMatchObject({ message: undefined, warnings: [] });
  expect((await shown(refused[0] as FleetMember)).warnings).toContain('refusing_everybody');
  await expect(fleet.api`select since from credential_storms`).rejects.toMatchObject({ code: '42501' });
  await expect(fleet.api`update credential_storms set ended = true`).rejects.toMatchObject({ code: '42501' });
});
