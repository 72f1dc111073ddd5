import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { sendCsv } from './csv.js';

const MEGABYTE = 1024 * 1024;

/** Rows that know how many were asked for and whether they were ended. */
class Rows {
  asked = 0;
  ended = false;

  constructor(
    private readonly count: number,
    private readonly row = 'row\r\n',
    private readonly failsAfter = Infinity,
  ) {}

  async *read(): AsyncGenerator<string> {
    try {
      while (this.asked < this.count) {
        if (this.asked >= this.failsAfter) throw new Error('the rows fail');
        this.asked += 1;
        yield await Promise.resolve(this.row);
      }
    } finally {
      this.ended = true;
    }
  }
}

/** Serves these rows while `work` asks for them, as a route of the api would. */
async function serving(rows: Rows, work: (url: string) => Promise<void>): Promise<void> {
  const app = express();
  app.get('/', (_request, response) => sendCsv(response, 'shops "of" Čapek.csv', rows.read()));
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else response.status(503).end();
  });
  app.set('env', 'test'); // keeps Express from printing what it cut
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

async function open(url: string): Promise<IncomingMessage> {
  const [answer] = (await once(get(url), 'response')) as [IncomingMessage];
  return answer;
}

test('a file comes whole, named, in UTF-8', () =>
  serving(new Rows(3, 'Čaj,😀\r\n'), async (url) => {
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=".+"; filename\*=UTF-8''/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.toString('utf8')).toBe('Čaj,😀\r\n'.repeat(3));
  }));

test('one without rows is an empty file', () =>
  serving(new Rows(0), async (url) => {
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  }));

test('the head alone reads one row', async () => {
  const rows = new Rows(1000);
  await serving(rows, async (url) => {
    const answer = await fetch(url, { method: 'HEAD' });
    expect(answer.headers.get('content-type')).toContain('text/csv');
  });
  expect([rows.asked, rows.ended]).toEqual([1, true]);
});

test('rows wait for a client that does not read, and end when it goes away', async () => {
  const rows = new Rows(1000, 'x'.repeat(MEGABYTE));
  await serving(rows, async (url) => {
    const answer = await open(url);
    await once(answer, 'readable');
    // The sockets of both ends buffer some megabytes; the rest of the gigabyte stays where it is.
    expect(rows.asked).toBeLessThan(100);
    answer.destroy();
    await waitFor('the rows to end', () => rows.ended);
  });
  expect(rows.asked).toBeLessThan(100);
});

test('a first row that fails is answered', () =>
  serving(new Rows(10, 'row\r\n', 0), async (url) => {
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([503, null]);
  }));

test('a later one cuts the connection: no half file looks whole', () =>
  serving(new Rows(10, 'row\r\n', 5), async (url) => {
    await expect(fetch(url).then((answer) => answer.text())).rejects.toBeDefined();
  }));
