import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** In a process that is measured: hands out its count over HTTP, and prints where as a line of JSON. */
export function serveCount(count: () => number, facts: object = {}): void {
  const server = createServer((_request, response) => response.end(String(count())));
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    console.log(JSON.stringify({ countUrl: `http://127.0.0.1:${port}`, ...facts }));
  });
  server.unref();
}

export async function readCount(countUrl: string): Promise<number> {
  return z.coerce.number().parse(await (await fetch(countUrl)).text());
}
