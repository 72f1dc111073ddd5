import { type Fleet, type FleetMember, startFleet } from '../../test/support/servers/fleet.js';
import { ConnectionMessage } from '../api/schemas/webhooks.js';

const INTERVAL_MS = 240_000;
const policy = { intervalMs: INTERVAL_MS, failureLimit: 3 };
const STALE_MS = 2 * INTERVAL_MS + 1_000;

let fleet: Fleet;
let member: FleetMember;

beforeAll(async () => {
  fleet = await startFleet(policy);
});
afterAll(() => fleet.close());
beforeEach(async () => {
  [member] = (await fleet.connect(1, 1)) as [FleetMember];
});
afterEach(async () => {
  await fleet.sql`delete from connections`;
});

const types = async () => (await fleet.told(member)).map(({ type }) => type.replace('connection.', ''));

async function failToTheEnd(): Promise<void> {
  for (let failures = 0; failures < policy.failureLimit; failures += 1) await fleet.fail(member);
}

/** Nothing new has come of it for more than two intervals, and a worker looks. */
async function goStale(ms = STALE_MS): Promise<void> {
  await fleet.goWithout(member, ms);
  await fleet.look();
}

test('the first sync is told once, whatever comes after it', async () => {
  await fleet.work(member, 'behind');
  expect(await types()).toEqual([]);
  await fleet.work(member);
  await fleet.work(member);
  await fleet.reconnect(member);
  await fleet.work(member);
  expect(await types()).toEqual(['first_sync_finished']);
});

describe('of a connection that was whole', () => {
  beforeEach(async () => {
    await fleet.work(member);
    await fleet.sql`delete from webhook_messages`;
  });

  test('failures are told when they have stopped it, not before; that it works again by the sync that shows it', async () => {
    await fleet.fail(member);
    await fleet.fail(member);
    expect(await types()).toEqual([]);
    await fleet.fail(member);
    expect(await types()).toEqual(['error']);
    await fleet.reconnect(member);
    expect(await types()).toEqual(['error']);
    await fleet.work(member);
    await fleet.work(member);
    expect(await types()).toEqual(['error', 'recovered']);
  });

  test('failures that pass are nobody’s news', async () => {
    await fleet.fail(member);
    await fleet.work(member);
    expect(await types()).toEqual([]);
  });

  test('each error is another one', async () => {
    for (let times = 0; times < 2; times += 1) {
      await failToTheEnd();
      await fleet.reconnect(member);
      await fleet.work(member);
    }
    expect(await types()).toEqual(['error', 'recovered', 'error', 'recovered']);
  });

  describe('after a restore', () => {
    /** The rows as a backup has them, before what was told since: no time goes by in it. */
    async function backedUp() {
      const { sql } = fleet;
      const [row] = await sql`select * from connections where id = ${member.connectionId}`;
      return async () => {
        await sql`update connections set ${sql(row as Record<string, string>, 'status', 'generation', 'connectedAt', 'consecutiveFailures', 'failuresInAll', 'failureCountedAt', 'errorCode', 'errorSince')} where id = ${member.connectionId}`;
        await sql`update connection_directory set trouble = null, trouble_message_id = null`;
        await sql`delete from webhook_messages`;
      };
    }

    const idsOf = async (type: string) =>
      (await fleet.told(member)).filter((message) => message.type === `connection.${type}`).map(({ id }) => id);

    test('an error that had begun before is the message that the receiver has', async () => {
      await fleet.fail(member);
      const restore = await backedUp();
      await failToTheEnd();
      const told = await idsOf('error');
      await restore();
      await failToTheEnd();
      expect(told).toHaveLength(1);
      expect(await idsOf('error')).toEqual(told);
    });

    test('another error is another message, whatever number its generation has', async () => {
      const restore = await backedUp();
      await failToTheEnd();
      const told = await idsOf('error');
      await restore();
      await failToTheEnd();
      expect(await idsOf('error')).toHaveLength(1);
      expect(await idsOf('error')).not.toEqual(told);
    });
  });

  test('that nothing new comes is told once, and over when all is here again', async () => {
    await goStale(STALE_MS - 10_000);
    expect(await types()).toEqual([]);
    await goStale(10_000);
    await goStale();
    await fleet.work(member, 'behind');
    expect(await types()).toEqual(['stale']);
    await fleet.work(member);
    expect(await types()).toEqual(['stale', 'recovered']);
    await goStale();
    expect(await types()).toEqual(['stale', 'recovered', 'stale']);
  });

  test('one that is stale and then stops was told both, and recovers once', async () => {
    await fleet.fail(member);
    await goStale();
    await failToTheEnd();
    await fleet.look();
    await fleet.reconnect(member);
    await fleet.work(member);
    expect(await types()).toEqual(['stale', 'error', 'recovered']);
  });

  test('one that was reconnected in vain is stale', async () => {
    await failToTheEnd();
    await fleet.reconnect(member);
    await goStale();
    await fleet.work(member);
    expect(await types()).toEqual(['error', 'stale', 'recovered']);
  });

  test('a disconnect ends it: nothing more is told, and who connects again begins anew', async () => {
    await failToTheEnd();
    await fleet.disconnect(member);
    await goStale();
    await fleet.reconnect(member);
    await fleet.work(member);
    expect(await types()).toEqual(['error']);
  });

  test('the messages are those of the document', async () => {
    await goStale();
    await fleet.fail(member, 'permission_missing');
    await failToTheEnd();
    await fleet.reconnect(member);
    await fleet.work(member);
    const told = await fleet.told(member);
    for (const { payload } of told) ConnectionMessage.parse(payload);
    const { organizationId, connectionId, partnerOrganizationId } = member;
    const whose = { organizationId, connectionId, partnerOrganizationId };
    const [stale, stopped, recovered] = told.map(({ payload }) => payload);
    expect(stale?.data).toMatchObject({ ...whose, error: null });
    expect(Date.parse(stale?.timestamp ?? '') - Date.parse(String(stale?.data['since']))).toBeGreaterThan(
      STALE_MS - 1_000,
    );
    expect(stopped?.data).toMatchObject({
      ...whose,
      error: { code: 'token_rejected', reference: 'r', message: expect.stringMatching(/invalid or expired/) as string },
    });
    expect(recovered?.data).toEqual({ ...whose, error: null, since: recovered?.timestamp });
  });
});

test('a first sync that stands still is stale, and recovers with its next step', async () => {
  await goStale();
  await fleet.work(member);
  // The two of one moment have no order.
  expect((await types()).sort()).toEqual(['first_sync_finished', 'recovered', 'stale']);
});

test('two workers that look together tell it once', async () => {
  await fleet.work(member);
  await fleet.goWithout(member, STALE_MS);
  await Promise.all([fleet.look(), fleet.look(), fleet.look()]);
  expect(await types()).toEqual(['first_sync_finished', 'stale']);
});
