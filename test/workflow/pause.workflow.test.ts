import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { ScriptedConnection } from './scripted-connection.js';

/* What operators have paused rests, however long and over however many runs, until they resume it. */
const time = useTimeSkipping();
let connection: ScriptedConnection;

beforeEach(() => {
  connection = new ScriptedConnection(time.environment);
});

const syncs = (count: number) => waitFor(`${count} syncs`, () => connection.syncs.length >= count);
const becomes = (name: string) => waitFor(name, async () => (await connection.state()).state === name);
const isHealth = (word: string) => waitFor(word, async () => (await connection.health()) === word);

/** As the commands do: the row first, then the nudge. */
async function pause(): Promise<void> {
  connection.told = { paused: true };
  await connection.signal('syncNow');
  await becomes('paused');
}

async function resume(): Promise<void> {
  connection.told = {};
  await connection.signal('syncNow');
}

test('paused while idle, nothing is synced for days, and resumed it syncs at once', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    await pause();
    await isHealth('paused');
    expect(await connection.details()).toContain('**Paused by operators**');
    await time.environment.sleep('3 days');
    expect(connection.syncs).toHaveLength(1);
    expect(await connection.state()).toMatchObject({ state: 'paused', consecutiveFailures: 0 });
    expect(await connection.health()).toBe('paused');
    await resume();
    await syncs(2);
    await becomes('idle');
    await isHealth('ok');
    expect(connection.syncs[1]?.input.head).toBe(true);
  }));

test('a run that begins for a connection that is paused rests before any sync', () =>
  connection.run(async () => {
    connection.told = { paused: true };
    await connection.signal('reconnect');
    await becomes('paused');
    await isHealth('paused');
    expect(connection.syncs).toHaveLength(0);
    await resume();
    await becomes('idle');
  }));

test('whoever nudges it meanwhile has the row read, and nothing else', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    await pause();
    for (const signal of ['syncNow', 'addApp', 'reconnect'] as const) {
      await connection.signal(signal);
      await becomes('paused');
    }
    expect(connection.syncs).toHaveLength(1);
  }));

test('a lost nudge: the next sync finds it paused, and the daily look that it was resumed', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    connection.told = { paused: true };
    await time.environment.sleep('5 minutes');
    await becomes('paused');
    connection.told = {};
    await time.environment.sleep('25 hours');
    await becomes('idle');
    expect(connection.syncs.length).toBeGreaterThan(1);
  }));

test('it is disconnected while it is paused', () =>
  connection.run(async () => {
    await connection.signal('reconnect');
    await becomes('idle');
    await pause();
    connection.rowStatus = 'disconnecting';
    await connection.signal('disconnect');
    await waitFor('the end', async () => (await connection.handle.describe()).status.name === 'COMPLETED');
    expect(connection.confirmedAtMs).toHaveLength(1);
    expect(connection.syncs).toHaveLength(1);
  }));
