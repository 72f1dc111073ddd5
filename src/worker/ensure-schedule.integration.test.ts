import { Client, Connection } from '@temporalio/client';
import { startDevServer, type TestDevServer } from '../../test/support/servers/temporal.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { createLogger } from '../process/log.js';
import { ensureSchedules, keepSchedules } from './ensure-schedule.js';

let server: TestDevServer;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  server = await startDevServer();
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

const SCHEDULES = ['reconciler', 'doctor'];
const described = () => Promise.all(SCHEDULES.map((id) => client.schedule.getHandle(id).describe()));

test('a start that finds the Schedules as it wants them updates none: what was missed is still made up for', async () => {
  await ensureSchedules(client);
  await ensureSchedules(client);
  const schedules = await described();
  expect(schedules.map(({ info }) => info.lastUpdatedAt)).toEqual([undefined, undefined]);
});

test('one of another version is updated, and stays paused as an operator left it', async () => {
  await ensureSchedules(client);
  const doctor = client.schedule.getHandle('doctor');
  await doctor.update(({ policies, action }) => ({
    spec: { calendars: [{ hour: 5 }] },
    policies,
    action: { ...action, memo: { madeOf: 'another version' } },
    state: { paused: true, note: 'by ada' },
  }));
  await ensureSchedules(client);
  const { spec, state } = await doctor.describe();
  expect(spec.calendars).toMatchObject([{ hour: [{ start: 3 }], minute: [{ start: 17 }] }]);
  expect(state).toMatchObject({ paused: true, note: 'by ada' });
});

test('those that are lost while a worker runs are made anew, and the reconciler is run at once; the others are left alone', async () => {
  await ensureSchedules(client);
  const doctor = client.schedule.getHandle('doctor');
  await doctor.pause('by ada');
  // A run of a Schedule is called after its second, and this would be taken for that of the one before.
  const second = () => Math.floor(Date.now() / 1_000);
  const begun = second();
  await waitFor('another second', () => second() > begun);
  await client.schedule.getHandle('reconciler').delete();
  const lines: string[] = [];
  const keepNoMore = keepSchedules(
    client,
    createLogger('test', 'warn', { write: (line) => void lines.push(line) }),
    50,
  );
  try {
    await waitFor('the reconciler to be run', async () => {
      const { info } = await client.schedule.getHandle('reconciler').describe();
      return info.numActionsTaken > 0;
    });
  } finally {
    keepNoMore();
  }
  expect((await doctor.describe()).state).toMatchObject({ paused: true, note: 'by ada' });
  expect(lines.join('')).toContain('Schedules were gone, and are made anew');
});
