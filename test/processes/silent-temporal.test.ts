import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { runCli } from '../support/servers/cli.js';
import { testAuthSettings } from '../support/servers/tokens.js';

/* An operator's commands end although Temporal takes the line and says nothing. */
const sockets: Socket[] = [];
let database: TestDatabase;
let silent: Server;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await createTestDatabase();
  silent = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  environment = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: `127.0.0.1:${(silent.address() as AddressInfo).port}`,
    // A handshake that nobody answers holds a process that does not close its line.
    TEMPORAL_TLS: 'true',
    TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}`,
    AUTH_PUBLIC_KEY: testAuthSettings.key.publicKey,
    AUTH_ISSUER: testAuthSettings.issuer,
    AUTH_AUDIENCE: testAuthSettings.audience,
  };
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await database.drop();
});

test('doctor says so', async () => {
  const failed = runCli(environment, 'doctor');
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^FAIL {2}Temporal: /m) as string,
  });
}, 60_000);

test('restored mends nothing', async () => {
  const failed = runCli(environment, 'restored', '--mend');
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/connect/i) as string,
  });
}, 60_000);
