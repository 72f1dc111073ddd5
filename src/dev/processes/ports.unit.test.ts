import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort, freePortFrom, isPortFree } from './ports.js';

test('a taken port is passed over', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    expect(await isPortFree(port)).toBe(false);
    expect(await freePortFrom(port)).toBeGreaterThan(port);
  } finally {
    server.close();
  }
});

test('a free port can be listened on', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
