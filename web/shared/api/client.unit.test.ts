import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSession } from '../session/session.js';
import { type ApiClient, createApiClient } from './client.js';

/* In whose name a request is sent, and what is made of an answer that does not come whole. */
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let heard: string[];
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.headers.authorization}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/anything`;
});
beforeEach(() => (heard = []));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const token = (claims: Readonly<Record<string, unknown>> = {}) => {
  const payload = { org: 'org_1', sub: 'user_1', role: 'owner', exp: Math.floor(Date.now() / 1000) + 600, ...claims };
  return `header.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
};

/** @param next what a host hands over when the first token is refused */
function clientOf(first: string, next: string): ApiClient {
  let give: (token: string) => void;
  const session = createSession({
    listen(take) {
      give = take;
      take(first);
    },
    ask: () => give(next),
  });
  return createApiClient(session);
}

const refuse = (response: ServerResponse) =>
  response.writeHead(401).end('{"code":"unauthenticated","detail":"Send it"}');
const refuseFirst = (refused: string) => (request: IncomingMessage, response: ServerResponse) =>
  request.headers.authorization === `Bearer ${refused}` ? refuse(response) : response.end('{"done":true}');

test('a refused token is renewed, and the same is sent again', async () => {
  const [old, fresh] = [token(), token({ jti: 'fresh' })];
  answer = refuseFirst(old);
  expect(await clientOf(old, fresh).send('POST', url)).toEqual({ done: true });
  expect(heard).toEqual([`POST Bearer ${old}`, `POST Bearer ${fresh}`]);
});

test.each([{ sub: 'user_2' }, { org: 'org_2' }, { role: 'agent' }])('never by another user, as %j', async (claims) => {
  const [old, others] = [token(), token(claims)];
  answer = refuseFirst(old);
  await expect(clientOf(old, others).send('POST', url)).rejects.toMatchObject({ code: 'session_over' });
  expect(heard).toEqual([`POST Bearer ${old}`]);
});

test('a second refusal is the end of the session, in words for users', async () => {
  answer = (_, response) => refuse(response);
  await expect(clientOf(token(), token({ jti: 'fresh' })).get(url)).rejects.toMatchObject({
    code: 'unauthenticated',
    detail: 'Your session has ended. Open this page from Convot again.',
  });
  expect(heard).toHaveLength(2);
});

test('an answer that breaks off is one that did not come', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{"half":', () => response.destroy());
  };
  await expect(clientOf(token(), token()).get(url)).rejects.toMatchObject({ code: 'offline' });
});
