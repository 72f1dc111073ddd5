import { type AddressInfo, connect, createServer } from 'node:net';

/**
 * A port of the loopback interface that nothing listens on. The connection made and closed here leaves the port in
 * TIME_WAIT, so that the kernel does not hand it to somebody else while our server is starting.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.destroy();
      server.close(() => resolve(port));
    });
    let port = 0;
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      port = (server.address() as AddressInfo).port;
      connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume();
    });
  });
}

/** The wanted port, or the next free one above it. */
export async function freePortFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 200 && port <= 65_535; port++) {
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 200}. Stop some of what listens there.`);
}

/** Asks for every interface and for loopback alone: some systems let the second succeed beside a wildcard listener. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port)) && (await canListen(port, '127.0.0.1'));
}

function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
