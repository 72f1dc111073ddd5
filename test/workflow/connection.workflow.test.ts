import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { ScriptedConnection } from './scripted-connection.js';

const time = useTimeSkipping();
let connection: ScriptedConnection;

beforeEach(() => {
  connection = new ScriptedConnection(time.environment);
});

const syncs = (count: number) => waitFor(`${count} syncs`, () => connection.syncs.length >= count);
/** Once the workflow is under way: time that is skipped before it has begun is no time of its. */
const skip = async (duration: string) => {
  await syncs(1);
  await time.environment.sleep(duration);
};
const becomes = (name: string) => waitFor(name, async () => (await connection.state()).state === name);

test('syncs about every four minutes, hour after hour', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await skip('5 hours');
    const waits = connection.syncs.slice(2).map(({ atMs }, index) => atMs - (connection.syncs[index + 1]?.atMs ?? 0));
    expect(waits.length).toBeGreaterThan(5 * 13);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0.9 * 240_000);
    expect(Math.max(...waits)).toBeLessThan(1.1 * 240_000 + 2_000);
  }));

test('goes on in runs of 24 cycles that brought something', () =>
  connection.run(async () => {
    connection.isNews = true;
    await connection.signal('reconnect');
    await skip('4 hours');
    expect(connection.syncs.length).toBeGreaterThan(2 * 24);
    expect((await connection.state()).cyclesInRun).toBeLessThan(24);
  }));

test('an idle cycle costs no event and one billable action', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await skip('9 minutes');
    await syncs(2);
    const before = connection.syncs.length;
    const { historyLength } = await connection.handle.describe();
    await skip('40 minutes');
    expect(connection.syncs.length - before).toBeGreaterThan(7);
    const { historyLength: grown, raw } = await connection.handle.describe();
    expect(grown).toBe(historyLength);
    // Temporal Cloud bills each try of an activity (and started timers, signals, upserts: none here): one a cycle, and one
    // that only waits for the first.
    const [pending] = raw.pendingActivities ?? [];
    expect(pending?.attempt).toBe(connection.syncs.length + 1);
  }));

test('what is new while it is idle is heard of at once, and a run is told of each hour', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await skip('20 minutes');
    const { historyLength } = await connection.handle.describe();
    connection.isNews = true;
    await skip('5 minutes');
    connection.isNews = false;
    const { historyLength: told } = await connection.handle.describe();
    expect(told).toBeGreaterThan(historyLength);
    await skip('80 minutes');
    expect((await connection.handle.describe()).historyLength).toBeGreaterThan(told);
  }));

test('syncNow while idle starts a sync at once', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    await connection.signal('syncNow');
    await syncs(2);
    expect(connection.syncs[1]?.input.head).toBe(true);
  }));

test.each([1, 30])('syncNow %i times while syncing: exactly one more sync follows', (times) =>
  connection.run(async () => {
    connection.hold();
    await connection.signal('reconnect');
    await syncs(1);
    for (let time = 0; time < times; time += 1) await connection.signal('syncNow');
    await waitFor('the request', async () => (await connection.state()).syncRequested);
    connection.release();
    await becomes('idle');
    expect(connection.syncs).toHaveLength(2);
  }),
);

test('addApp starts a sync that begins with the newest rows, also out of a back-off', () =>
  connection.run(async () => {
    connection.answers = ['outage', { outcome: 'ok' }];
    await connection.signal('reconnect');
    await becomes('idle');
    expect((await connection.state()).consecutiveFailures).toBe(1);
    await connection.signal('addApp');
    await syncs(2);
    expect(connection.syncs[1]?.input.head).toBe(true);
    await waitFor('success', async () => (await connection.state()).consecutiveFailures === 0);
  }));

test('work that is left is gone on with at once, and a throttle is waited for', () =>
  connection.run(async () => {
    connection.answers = [{ outcome: 'more', waitMs: 0 }, { outcome: 'more', waitMs: 600_000 }, { outcome: 'ok' }];
    await connection.signal('reconnect');
    await syncs(2);
    await skip('11 minutes');
    await syncs(3);
    const [first, second, third] = connection.syncs.map(({ atMs }) => atMs);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few syncs');
    expect(second - first).toBeLessThan(10_000);
    expect(third - second).toBeGreaterThanOrEqual(600_000);
    expect(connection.syncs[1]?.input.head).toBe(false);
    expect(connection.failures.verdicts).toEqual([]);
  }));

test('a connection that has been whole goes on where nobody does first syncs, however much there is to read', () =>
  connection.run(
    async () => {
      connection.answers = [{ outcome: 'more', waitMs: 0 }, { outcome: 'more', waitMs: 0 }, { outcome: 'ok' }];
      await connection.signal('reconnect');
      await becomes('idle');
      expect(connection.syncs).toHaveLength(3);
    },
    { doesFirstSyncs: false },
  ));

describe('disconnect', () => {
  const ends = () => connection.handle.result();

  test('while idle', () =>
    connection.run(async () => {
      await connection.signal('reconnect');
      await becomes('idle');
      connection.rowStatus = 'disconnecting';
      await connection.signal('disconnect');
      await ends();
      expect(connection.rowStatus).toBe('disconnected');
    }));

  test('while syncing: the sync is cancelled and confirmed stopped first', () =>
    connection.run(async () => {
      connection.hold();
      await connection.signal('reconnect');
      await syncs(1);
      connection.rowStatus = 'disconnecting';
      await connection.signal('disconnect');
      await ends();
      expect(connection.syncs).toHaveLength(1);
      expect(connection.rowStatus).toBe('disconnected');
    }));

  test('while retrying', () =>
    connection.run(async () => {
      connection.answers = ['outage'];
      await connection.signal('reconnect');
      await becomes('idle');
      connection.rowStatus = 'disconnecting';
      await connection.signal('disconnect');
      await ends();
      expect(connection.syncs).toHaveLength(1);
    }));

  test('in error', () =>
    connection.run(async () => {
      connection.answers = [{ outcome: 'error' }];
      await connection.signal('reconnect');
      await becomes('error');
      connection.rowStatus = 'disconnecting';
      await connection.signal('disconnect');
      await ends();
      expect(connection.rowStatus).toBe('disconnected');
    }));

  test('waits for the lease of a sync that nobody hears of', () =>
    connection.run(async () => {
      await connection.signal('reconnect');
      await becomes('idle');
      connection.rowStatus = 'disconnecting';
      connection.leasedForMs = 25_000;
      await connection.signal('disconnect');
      await ends();
      expect(connection.confirmedAtMs).toHaveLength(2);
    }));

  test('a reconnect meanwhile turns it round', () =>
    connection.run(async () => {
      connection.hold();
      await connection.signal('reconnect');
      await syncs(1);
      await connection.signal('disconnect');
      await connection.signal('reconnect');
      // Released only now: the test server refuses to cancel an activity that has just ended, the real one does not.
      await syncs(2);
      connection.release();
      await becomes('idle');
      expect(connection.rowStatus).toBe('connected');
    }));

  test('a stale signal that starts a run follows the row', () =>
    connection.run(async () => {
      await connection.signal('disconnect');
      await becomes('idle');
      expect(connection.syncs).toHaveLength(1);
    }));
});

describe('failures', () => {
  test('a refused credential ends in error at the limit, and only reconnect leaves it', () =>
    connection.run(async () => {
      connection.answers = ['credential'];
      await connection.signal('reconnect');
      await skip('20 minutes');
      await becomes('error');
      expect(
        connection.failures.verdicts.map(({ consecutiveFailures, terminal }) => ({ consecutiveFailures, terminal })),
      ).toEqual([
        { consecutiveFailures: 1, terminal: false },
        { consecutiveFailures: 2, terminal: false },
        { consecutiveFailures: 3, terminal: true },
      ]);

      await connection.signal('syncNow');
      await connection.signal('addApp');
      await skip('3 days');
      expect(connection.syncs).toHaveLength(3);
      expect(await connection.state()).toMatchObject({ state: 'error', lastError: 'token_rejected' });

      connection.answers = [{ outcome: 'ok' }];
      connection.rowStatus = 'connected';
      await connection.signal('reconnect');
      await becomes('idle');
      expect(await connection.state()).toMatchObject({ consecutiveFailures: 0, lastError: null });
    }));

  test('one success in between begins the count anew', () =>
    connection.run(async () => {
      connection.answers = [
        'credential',
        'credential',
        { outcome: 'ok' },
        'credential',
        'credential',
        { outcome: 'ok' },
      ];
      await connection.signal('reconnect');
      await skip('40 minutes');
      expect(connection.failures.verdicts.map(({ consecutiveFailures }) => consecutiveFailures)).toEqual([1, 2, 1, 2]);
      expect((await connection.state()).state).toBe('idle');
    }));

  test('an outage that passes the limit goes on being retried, until a day has gone by', () =>
    connection.run(async () => {
      connection.answers = ['outage'];
      await connection.signal('reconnect');
      await skip('23 hours');
      expect(connection.syncs.length).toBeGreaterThan(40);
      expect((await connection.state()).state).toBe('idle');
      await skip('2 hours');
      expect((await connection.state()).state).toBe('error');
      expect(connection.failures.verdicts.filter(({ terminal }) => terminal)).toHaveLength(1);
    }));
});
