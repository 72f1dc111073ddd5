import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createTimeSkippingEnvironment } from '../support/temporal.js';
import { waitFor } from '../support/wait-for.js';
import { ScriptedConnection } from './scripted-connection.js';

let environment: TestWorkflowEnvironment | undefined;
let connection: ScriptedConnection;

beforeAll(async () => {
  environment = await createTimeSkippingEnvironment();
});
afterAll(() => environment?.teardown());
beforeEach(() => {
  if (environment === undefined) throw new Error('no environment');
  connection = new ScriptedConnection(environment);
});

const skip = (duration: string) => environment?.sleep(duration);
const becomes = (name: string) => waitFor(name, async () => (await connection.state()).state === name);
const more = { outcome: 'more', waitMs: 0 } as const;
const idleAgain = (syncs: number) =>
  waitFor('another idle cycle', async () => {
    const { state } = await connection.state();
    return connection.syncs.length >= syncs && state === 'idle';
  });

test('a glance that fails is followed by a whole sync in the same cycle, and nothing is counted', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.glanceAnswers = ['fails'];
    await connection.signal('syncNow');
    await idleAgain(2);
    expect(connection.begun).toEqual(['whole', 'glance', 'whole']);
    expect(connection.syncs[1]?.input.head).toBe(true);
    expect(connection.recorded).toEqual([]);
    expect(await connection.state()).toMatchObject({ consecutiveFailures: 0, lastError: null, cyclesInRun: 2 });
    // And the next cycle is a glance again.
    await skip('5 minutes');
    expect(connection.begun.slice(3, 4)).toEqual(['glance']);
  }));

test('a glance whose whole sync fails, too, counts once', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.glanceAnswers = ['fails'];
    connection.answers = ['credential', { outcome: 'ok' }];
    await connection.signal('syncNow');
    await waitFor('the failure', () => connection.recorded.length > 0);
    expect(connection.recorded.map(({ consecutiveFailures }) => consecutiveFailures)).toEqual([1]);
    await idleAgain(2);
    // While something is wrong nobody merely glances.
    await skip('5 minutes');
    expect(connection.begun.slice(0, 4)).toEqual(['whole', 'glance', 'whole', 'whole']);
  }));

test('a glance that sees more to do is followed at once by a whole sync, which begins with the newest rows', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.glanceAnswers = [{ ...more, head: true }];
    await connection.signal('syncNow');
    await idleAgain(2);
    expect(connection.begun).toEqual(['whole', 'glance', 'whole']);
    expect(connection.syncs[1]?.input.head).toBe(true);
    expect(connection.recorded).toEqual([]);
  }));

test('a glance that read the newest rows and has more to do is followed at once by what is left', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.glanceAnswers = [more];
    await connection.signal('syncNow');
    await idleAgain(2);
    expect(connection.begun).toEqual(['whole', 'glance', 'whole']);
    expect(connection.syncs[1]?.input.head).toBe(false);
  }));

test('a glance that is throttled is followed by a sync when the wait is over', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.glanceAnswers = [{ outcome: 'more', waitMs: 600_000, head: true }];
    await connection.signal('syncNow');
    await skip('9 minutes');
    expect(connection.begun).toEqual(['whole', 'glance']);
    await skip('2 minutes');
    expect(connection.begun).toEqual(['whole', 'glance', 'whole']);
    expect(connection.syncs[1]?.input.head).toBe(true);
  }));

test('a glance holds a disconnect up no longer than it takes', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.holdGlance();
    await connection.signal('syncNow');
    await waitFor('the glance', () => connection.begun.includes('glance'));
    connection.rowStatus = 'disconnecting';
    await connection.signal('disconnect');
    const askedAtMs = await environment?.currentTimeMs();
    connection.releaseGlance();
    await connection.handle.result();
    expect(connection.rowStatus).toBe('disconnected');
    expect(connection.begun).toEqual(['whole', 'glance']);
    // Not when the wait after it is over.
    expect(connection.confirmedAtMs).toHaveLength(1);
    expect((connection.confirmedAtMs[0] ?? 0) - (askedAtMs ?? 0)).toBeLessThan(60_000);
  }));
