import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { connectPostgres, type DatabaseRole } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { instantToMicros } from '../../values/instant.js';
import { delayTurn, takeTurn, type Turn, type TurnRequest, turnTable, yieldTurns } from './turns.js';

const WINDOW_MS = 200;
const MARGIN_MS = 10;

let database: TestDatabase;
let worker: Sql;
let api: Sql;
/** Bound by nothing. */
let sql: Sql;
let tokens = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const connect = (role?: DatabaseRole) =>
    connectPostgres(database.url, { applicationName: 'test', max: 8, ...(role !== undefined && { role }) });
  [worker, api, sql] = [connect('convot_worker'), connect('convot_api'), connect()];
});
afterAll(async () => {
  await Promise.all([worker, api, sql].map((open) => open.end()));
  await database.drop();
});

/** Of a token that nobody has used yet. */
function request(more: Partial<TurnRequest> = {}): TurnRequest {
  const tokenKey = `token ${String((tokens += 1))}`;
  return { tokenKey, windowMs: WINDOW_MS, marginMs: MARGIN_MS, isPriority: false, ...more };
}

async function turn(asked: TurnRequest, role: Sql = worker): Promise<Turn> {
  const answer = await takeTurn(role, asked);
  if (!answer.granted) throw new Error('no turn was granted');
  return answer;
}

/** Milliseconds of database time at which each leaves, in order. */
const departures = (turns: readonly Turn[]) =>
  turns.map(({ leavesAt }) => instantToMicros(leavesAt) / 1_000).sort((a, b) => a - b);

/** The most of them that any window saw. */
function busiest(leaveAtMs: readonly number[], windowMs = WINDOW_MS): number {
  return Math.max(...leaveAtMs.map((from) => leaveAtMs.filter((at) => at >= from && at < from + windowMs).length));
}

test('whoever asks, and however many at once: no window sees more than four', async () => {
  const asked = request();
  const turns = await Promise.all(Array.from({ length: 24 }, (_, index) => turn(asked, index % 2 ? api : worker)));
  const leaveAtMs = departures(turns);
  expect(new Set(leaveAtMs).size).toBe(24);
  expect(busiest(leaveAtMs)).toBe(4);
});

test('nothing of the limit is given away', async () => {
  const asked = request({ windowMs: 1_000 });
  // In one statement, so that a slow machine asks for none later than it could leave.
  const turns = await worker<Turn[]>`
    select (turn).*
    from (select ${turnTable(worker, asked)} as turn from generate_series(1, 8)) as turns
  `;
  expect(turns.map(({ granted }) => granted)).toEqual(Array(8).fill(true));
  const leaveAtMs = departures(turns);
  // Four in each window and its margin.
  expect((leaveAtMs.at(-1) ?? 0) - (leaveAtMs[0] ?? 0)).toBeCloseTo((7 * (1_000 + MARGIN_MS)) / 4, 1);
});

test('after a rest two go at once, and each is told when it and the next one are due', async () => {
  const asked = request({ windowMs: 1_000 });
  const turns = [await turn(asked), await turn(asked), await turn(asked)];
  expect(turns.slice(0, 2).map(({ waitMs }) => waitMs)).toEqual([0, 0]);
  const [, second, third] = departures(turns);
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(250);
  expect(turns[0]?.nextInMs).toBe(0);
  expect(turns[1]?.nextInMs).toBeGreaterThan(200);
});

test('each token has a pace of its own', async () => {
  for (let token = 0; token < 5; token += 1) expect((await turn(request())).waitMs).toBe(0);
});

test('nothing is reserved far ahead: who comes then is told when to come again', async () => {
  const asked = request({ windowMs: 20_000 });
  await turn(asked);
  await turn(asked);
  const answer = await takeTurn(worker, asked);
  expect(answer.granted).toBe(false);
  // A quarter of the window, less the two seconds that are not far.
  expect(answer.waitMs).toBeGreaterThan(1_000);
  expect(answer.waitMs).toBeLessThan(3_100);
});

describe('a priority turn', () => {
  test('goes next, behind what is reserved already', async () => {
    const asked = request({ windowMs: 1_000 });
    for (let reserved = 0; reserved < 3; reserved += 1) await turn(asked);
    const urgent = await turn({ ...asked, isPriority: true });
    const later = await turn(asked);
    expect(urgent.leavesAt < later.leavesAt).toBe(true);
  });

  test('is one at most in any window, and what is refused costs nobody a turn', async () => {
    const asked = request({ windowMs: 1_000 });
    const urgent = { ...asked, isPriority: true };
    const first = await turn(urgent);
    const refused = await takeTurn(worker, urgent);
    expect(refused.granted).toBe(false);
    const others = [await turn(asked), await turn(asked)];
    const [, second, third] = departures([first, ...others]);
    expect(others[0]?.waitMs).toBe(0);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(250);
  });
});

test('a request that left late counts for so much longer', async () => {
  const asked = request();
  const turns = [await turn(asked), await turn(asked), await turn(asked), await turn(asked)];
  for (const one of turns) await delayTurn(worker, asked.tokenKey, one, 500);
  const [first] = departures(turns);
  const [next] = departures([await turn(asked)]);
  expect((next ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(500 + WINDOW_MS);
});

test('one that left so late that its turn was forgotten counts all the same', async () => {
  const asked = request({ windowMs: 20_000 });
  const late = await turn(asked);
  // It is over, and four went after it.
  await sql`update token_paces set free_at = '{}' where token_key = ${asked.tokenKey}`;
  for (let sent = 0; sent < 4; sent += 1) await takeTurn(worker, { ...asked, windowMs: 200 });
  await delayTurn(worker, asked.tokenKey, late, 60_000);
  const [counted] = await sql<{ counts: boolean }[]>`
    select ${late.freeAt}::timestamptz + interval '1 minute' = any(free_at) as counts
    from token_paces where token_key = ${asked.tokenKey}
  `;
  expect(counted).toEqual({ counts: true });
});

test('a throttle makes everybody slower; what was on its way together counts once', async () => {
  const asked = request({ windowMs: 1_000 });
  await turn(asked);
  const stretch = async () =>
    (await sql<{ stretch: number }[]>`select stretch from token_paces where token_key = ${asked.tokenKey}`)[0]?.stretch;
  await yieldTurns(api, asked.tokenKey, 300);
  await yieldTurns(worker, asked.tokenKey, 60_000);
  expect(await stretch()).toBe(1.25);
  // Sent after the last one was heard of.
  await yieldTurns(worker, asked.tokenKey, -1);
  // But for what has been forgotten meanwhile.
  expect(await stretch()).toBeGreaterThan(1.4);
  expect(await stretch()).toBeLessThanOrEqual(1.25 ** 2);
});

describe('a throttle is forgotten with time, whether anything was sent or not', () => {
  async function nextAfter(yieldedAgo: string): Promise<number> {
    const asked = request({ windowMs: 1_000 });
    await turn(asked);
    await sql`
      update token_paces set stretch = 16, yielded_at = now() - ${yieldedAgo}::interval, free_at = '{}'
      where token_key = ${asked.tokenKey}
    `;
    const { freeAt, leavesAt } = await turn(asked);
    return (instantToMicros(freeAt) - instantToMicros(leavesAt)) / 1_000;
  }

  test.each([
    ['2 minutes', 4_000],
    ['3 minutes', 2_000],
    ['4 minutes', 1_000],
    ['90 days', 1_000],
  ])('%s later a turn counts %d ms', async (ago, countsMs) => {
    const more = (await nextAfter(ago)) - MARGIN_MS;
    expect(more).toBeLessThanOrEqual(countsMs);
    // What a slow machine forgets meanwhile.
    expect(more).toBeGreaterThan(countsMs * 0.9);
  });
});

test('a database clock that was set back keeps nobody waiting', async () => {
  const asked = request({ windowMs: 1_000 });
  for (let sent = 0; sent < 4; sent += 1) await turn(asked);
  await sql`
    update token_paces
    set leaves_at = leaves_at + interval '1 hour',
        priority_free_at = leaves_at + interval '1 hour',
        stretch = 16,
        yielded_at = leaves_at + interval '1 hour',
        free_at = array(select until + interval '1 hour' from unnest(free_at) as until)
    where token_key = ${asked.tokenKey}
  `;
  expect((await turn({ ...asked, isPriority: true })).waitMs).toBe(0);
  // Nor slow for an hour.
  expect((await turn(asked)).nextInMs).toBeLessThan(1_000);
});

test.each(['convot_api', 'convot_worker'] as const)('%s reaches a pace by its functions alone', async (role) => {
  const own = role === 'convot_api' ? api : worker;
  await expect(own`select free_at from token_paces`).rejects.toMatchObject({ code: '42501' });
  await expect(own`update token_paces set leaves_at = now()`).rejects.toMatchObject({ code: '42501' });
  await expect(own`insert into token_paces (token_key) values ('planted')`).rejects.toMatchObject({ code: '42501' });
});
