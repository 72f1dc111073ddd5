import { type Answered, startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

/* Commands on one connection at the same moment: whatever wins, nobody is told of a defect of ours. */
const EACH = 3;

let api: TestApi;
let owner: string;
let connectionId: string;
const partnerOrganizationId = '1234567';
const partnerToken = `prtapi_${'p'.repeat(32)}`;
const secondToken = `prtapi_${'q'.repeat(32)}`;

beforeAll(async () => {
  api = await startTestApi();
  owner = await accessToken();
  const organization = api.simulator.world.found(partnerOrganizationId);
  organization.issue(partnerToken);
  organization.issue(secondToken);
  organization.ledger.apps.set('77', { number: '77', name: 'Bundles', apiKey: 'key' });
  connectionId = (await commands.connect()).json.id;
});
afterAll(() => api.close());

const send = (
  method: string,
  path: string,
  { body, key }: { body?: object; key?: string | undefined } = {},
): Promise<Answered> =>
  api.send(method, path, {
    token: owner,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const of = (rest: string) => `/v1/connections/${connectionId}${rest}`;

/** @param key Idempotency-Key; none when left out */
const commands = {
  connect: (key?: string) =>
    send('POST', '/v1/connections', { body: { partnerOrganizationId, accessToken: partnerToken }, key }),
  reconnect: (key?: string) => send('POST', of('/reconnect'), { body: { accessToken: secondToken }, key }),
  'try the stored token': (key?: string) => send('POST', of('/reconnect'), { body: {}, key }),
  disconnect: (key?: string) => send('POST', of('/disconnect'), { key }),
  sync: (key?: string) => send('POST', of('/sync'), { key }),
  add: (key?: string) => send('POST', of('/apps'), { body: { appId: 'gid://partners/App/77' }, key }),
  remove: () => send('DELETE', of('/apps/77')),
} satisfies Record<string, (key?: string) => Promise<Answered>>;
type Command = keyof typeof commands;

const names = Object.keys(commands) as Command[];
const pairs = names.flatMap((one, at) => names.slice(at).map((other): [Command, Command] => [one, other]));

function expectOrderly(answers: readonly Answered[]): void {
  const others = answers.filter(({ status }) => ![200, 201, 202, 204, 404, 409].includes(status));
  expect(others.map(({ status, text }) => ({ status, text }))).toEqual([]);
}

test.each(pairs)('%s and %s', async (one, other) => {
  await commands.reconnect();
  expectOrderly(await Promise.all(Array.from({ length: EACH }, () => [commands[one](), commands[other]()]).flat()));
});

test('adding and taking away, again and again', async () => {
  await commands.reconnect();
  for (let round = 0; round < 10; round += 1) {
    expectOrderly(await Promise.all(Array.from({ length: EACH }, () => [commands.add(), commands.remove()]).flat()));
  }
});

test.each(names)('%s, repeated at once under one Idempotency-Key', async (name) => {
  await commands.reconnect();
  expectOrderly(
    await Promise.all(Array.from({ length: EACH }, () => commands[name](`at once: ${name}`.replaceAll(' ', '-')))),
  );
});

test('a token that was replaced while the stored one was tried is kept, and nobody is told that none is stored', async () => {
  await commands.reconnect();
  const tried = await Promise.all([commands.reconnect(), commands['try the stored token'](), commands.reconnect()]);
  expect(tried.map(({ status }) => status)).toEqual([200, 200, 200]);
});
