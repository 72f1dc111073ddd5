import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { ScriptedConnection } from './scripted-connection.js';

const time = useTimeSkipping();
let connection: ScriptedConnection;

beforeEach(() => {
  connection = new ScriptedConnection(time.environment);
});

const skip = (duration: string) => time.environment.sleep(duration);
const syncs = (count: number) => waitFor(`${count} syncs`, () => connection.syncs.length >= count);
const becomes = (name: string) => waitFor(name, async () => (await connection.state()).state === name);

describe('what operators see', () => {
  const health = () => connection.health();
  const shows = (word: string) => waitFor(word, async () => (await health()) === word);

  test('a run that begins says how the connection is before its first sync has ended', () =>
    connection.run(async () => {
      connection.told = { firstSync: { rows: 0, completeBackTo: null } };
      connection.hold();
      await connection.signal('reconnect');
      await syncs(1);
      expect(await health()).toBe('first_sync');
      expect(await connection.details()).toContain('| first sync | 0 rows');
      connection.told = {};
      connection.release();
      await shows('ok');
    }));

  test('a run begun for a connection in error says so without a sync in between', () =>
    connection.run(async () => {
      connection.rowStatus = 'error';
      connection.answers = [{ outcome: 'error' }];
      connection.hold(); // until it is let go: the test server skips no time any more after a run that ended under a sync
      await connection.signal('syncNow');
      await syncs(1);
      expect(await health()).toBe('stopped');
      connection.release();
      await becomes('error');
      expect(await connection.upserts()).toBe(1);
    }));

  test('ok, failing, stopped and ok again, and an upsert for each of them only', () =>
    connection.run(async () => {
      connection.answers = [{ outcome: 'ok' }, { outcome: 'ok' }, 'credential', 'credential', 'credential'];
      await connection.signal('reconnect');
      await shows('ok');
      await skip('9 minutes');
      await shows('failing');
      expect(await connection.details()).toContain('`token_rejected`');
      expect(await connection.details()).toMatch(/tries again at .* more in a row/);
      await skip('10 minutes');
      await becomes('error');
      await shows('stopped');
      connection.answers = [{ outcome: 'ok' }];
      connection.rowStatus = 'connected';
      connection.failures.forget(await connection.nowMs());
      await connection.signal('reconnect');
      await becomes('idle');
      await shows('ok');
      // ok · failing · stopped with the status · ok with the status
      expect(await connection.upserts()).toBe(4);
    }));

  test('throttled, as long as Shopify asked for patience', () =>
    connection.run(async () => {
      connection.answers = [{ outcome: 'more', waitMs: 600_000 }, { outcome: 'ok' }];
      connection.told = { waitingUntil: new Date((await connection.nowMs()) + 600_000).toISOString() };
      await connection.signal('reconnect');
      await syncs(1);
      await shows('throttled');
      connection.told = {};
      await skip('11 minutes');
      await shows('ok');
    }));

  test('an outage makes it stale after half an hour, and one success ends that', () =>
    connection.run(async () => {
      connection.answers = [{ outcome: 'ok' }, 'outage'];
      await connection.signal('reconnect');
      await skip('20 minutes');
      await shows('failing');
      await skip('1 hour');
      await shows('stale');
      connection.answers = [{ outcome: 'ok' }];
      await connection.signal('syncNow');
      await shows('ok');
    }));

  test('a signal after half an hour of idle cycles, of which the run heard nothing, changes nothing', () =>
    connection.run(async () => {
      await connection.signal('reconnect');
      await shows('ok');
      await skip('30 minutes');
      const upserts = await connection.upserts();
      connection.hold();
      const { length } = connection.syncs;
      await connection.signal('syncNow');
      await syncs(length + 1);
      expect(await health()).toBe('ok');
      expect(await connection.details()).toContain('**OK**');
      connection.release();
      await becomes('idle');
      expect(await connection.upserts()).toBe(upserts);
    }));

  test('hours of cycles, over many runs, cost one upsert', () =>
    connection.run(async () => {
      connection.isNews = true;
      await connection.signal('reconnect');
      await shows('ok');
      const first = await connection.upserts();
      const { runId } = await connection.handle.describe();
      await skip('6 hours');
      expect((await connection.handle.describe()).runId).not.toBe(runId);
      expect(first).toBe(1);
      expect(await connection.upserts()).toBe(0);
      expect(await health()).toBe('ok');
    }));
});
