import { createSession, type Session } from './session.js';

/* What the page knows of its reader, and which token it sends. The source is a host that the test speaks for. */
let asked: number;
let give: (token: string) => void;
let session: Session;

beforeEach(() => {
  asked = 0;
  session = createSession({
    listen: (take) => (give = take),
    ask: () => (asked += 1),
  });
});

const token = (claims: Readonly<Record<string, unknown>> = {}, expiresInSeconds = 600) => {
  const exp = Math.floor(Date.now() / 1000) + expiresInSeconds;
  const payload = { org: 'org_1', sub: 'user_1', role: 'owner', exp, ...claims };
  return `header.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
};

test('a token that has come is sent until it is about to end', async () => {
  const first = token();
  give(first);
  expect(await session.token()).toBe(first);
  expect(asked).toBe(0);
  expect(session.claims).toEqual({ organizationId: 'org_1', subject: 'user_1', role: 'owner' });
});

test('one that is about to end is not sent: another is asked for, once, however many wait', async () => {
  give(token({}, 3));
  const waiting = [session.token(), session.token()];
  expect(asked).toBe(1);
  const next = token();
  give(next);
  expect(await Promise.all(waiting)).toEqual([next, next]);
});

test('one that the api refused is replaced, unless that has happened already', async () => {
  const refused = token();
  give(refused);
  const renewed = session.renew(refused);
  expect(asked).toBe(1);
  const next = token({ jti: 'next' });
  give(next);
  expect(await renewed).toBe(next);
  expect(await session.renew(refused)).toBe(next);
  expect(asked).toBe(1);
});

test('only another reader is news', () => {
  let changes = 0;
  session.subscribe(() => (changes += 1));
  give(token());
  const before = session.claims;
  give(token({ jti: 'a newer one' }));
  expect(session.claims).toBe(before);
  expect(changes).toBe(1);
  for (const claims of [{ role: 'agent' }, { sub: 'user_2' }, { org: 'org_2' }]) give(token(claims));
  expect(changes).toBe(4);
});

test.each([
  ['no parts', 'token'],
  ['no JSON', 'header.e30x.signature'],
  ['not base64', 'header.%%.signature'],
  ['no organization', token({ org: undefined })],
  ['an unknown role', token({ role: 'root' })],
  ['no end', token({ exp: 'never' })],
])('%s is not taken for a token', (_, text) => {
  give(text);
  expect(session.claims).toBeUndefined();
});

test('names beyond ASCII come out whole', () => {
  give(token({ sub: 'Zoë Müller' }));
  expect(session.claims?.subject).toBe('Zoë Müller');
});
