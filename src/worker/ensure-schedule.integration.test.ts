import { Client, Connection } from '@temporalio/client';
import { startDevServer, type TestDevServer } from '../../test/support/servers/temporal.js';
import { ensureSchedules } from './ensure-schedule.js';

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
