import '../../../test/support/run/random-seed.js';
import fc from 'fast-check';
import { useConnections } from '../../../test/support/accounts/use-connections.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { createLogger } from '../../process/log.js';
import { createSignalConnection } from '../runs/signal-connection.js';
import { pause, resume } from './pause.js';
import { pauseAll, resumeAll } from './pause-all.js';

/* Several operators at once, and an owner who connects: what comes of it is what comes of one order of what they did. */
const ACTOR = { organizationId: 'org_1', name: 'operator:test' };
const INTERVAL_MS = 240_000;
const on = useConnections();
/** Each as one command line. */
let terminals: Sql[];
let id: string;

beforeAll(async () => {
  const options = { applicationName: 'test', role: 'convot_operator', max: 2 } as const;
  terminals = Array.from({ length: 5 }, () => connectPostgres(on.api.databaseUrl, options));
  ({ id } = await on.connected());
});
afterAll(() => Promise.all(terminals.map((sql) => sql.end())));

/** What is paused: all, and the one connection by itself. */
interface Standing {
  readonly all: boolean;
  readonly own: boolean;
}

/** Each as it is done, and as it would be in an order: what it answers, and how things stand then. */
interface Verb {
  readonly run: (sql: Sql) => Promise<unknown>;
  readonly expected: (before: Standing) => { readonly answer: unknown; readonly after: Standing };
}

const depsOf = (sql: Sql) => ({
  sql,
  signal: createSignalConnection(on.api.temporal),
  log: createLogger('test', 'silent'),
});

const VERBS = {
  'pause all': {
    run: async (sql) => {
      await pauseAll(sql, ACTOR.name);
      return 'paused';
    },
    expected: ({ own }) => ({ answer: 'paused', after: { all: true, own } }),
  },
  'resume all': {
    run: async (sql) => (await resumeAll(sql, ACTOR.name, INTERVAL_MS))?.stillPaused ?? null,
    expected: ({ all, own }) => ({ answer: all ? (own ? [id] : []) : null, after: { all: false, own } }),
  },
  'pause one': {
    run: (sql) => pause(depsOf(sql), ACTOR, id),
    expected: ({ all, own }) => ({ answer: !own, after: { all, own: true } }),
  },
  'resume one': {
    run: (sql) => resume(depsOf(sql), ACTOR, id),
    expected: ({ all, own }) => ({ answer: { wasPaused: own, isStillPaused: all }, after: { all, own: false } }),
  },
  connect: {
    run: async () => {
      const { partnerOrganizationId, token: accessToken } = on.partner();
      const body = { partnerOrganizationId, accessToken };
      const { status, json } = await on.api.send('POST', '/v1/connections', { token: on.owner, body });
      return [status, json['phase'] === 'paused'];
    },
    expected: (before) => ({ answer: [201, before.all], after: before }),
  },
} satisfies Record<string, Verb>;
type VerbName = keyof typeof VERBS;
const names = Object.keys(VERBS) as VerbName[];

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, place) => orders(items.toSpliced(place, 1)).map((rest) => [item, ...rest]));
}

/** What comes of one order, as text. */
function outcomeOf(order: readonly (readonly [VerbName, number])[], before: Standing): string {
  let standing = before;
  const answers: unknown[] = [];
  for (const [name, place] of order) {
    const { answer, after } = (VERBS[name] as Verb).expected(standing);
    answers[place] = answer;
    standing = after;
  }
  return JSON.stringify([answers, standing]);
}

async function readStanding(): Promise<Standing> {
  const [standing] = await on.api.sql<[Standing & { copy: boolean }]>`
    select exists (select from pause_of_all) as all, c.paused_at is not null as own, d.paused as copy
    from connections c
    join connection_directory d on d.connection_id = c.id
    where c.id = ${id}
  `;
  expect(standing.copy).toBe(standing.own);
  return { all: standing.all, own: standing.own };
}

/** The log tells them in turn, and ends with what is so. */
async function expectLog(paused: string, resumed: string, connectionId: string | null, isPaused: boolean) {
  const lines = await on.api.sql<{ action: string }[]>`
    select action from audit_log
    where action in (${paused}, ${resumed}) and connection_id is not distinct from ${connectionId}
    order by id
  `;
  lines.forEach(({ action }, place) => expect([place, action]).toEqual([place, place % 2 === 0 ? paused : resumed]));
  expect(lines.length % 2 === 1).toBe(isPaused);
}

test('at the same instant they come to what one order of them comes to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 5 }), async (chosen) => {
      const before = await readStanding();
      const answers = await Promise.all(
        chosen.map((name, place) => (VERBS[name] as Verb).run(terminals[place] as Sql)),
      );
      const after = await readStanding();
      const all = orders(chosen.map((name, place) => [name, place] as const));
      const possible = new Set(all.map((order) => outcomeOf(order, before)));
      expect([...possible]).toContain(JSON.stringify([answers, after]));
      await expectLog('pause_all', 'resume_all', null, after.all);
      await expectLog('pause', 'resume', id, after.own);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // Whatever was, all of them go on, each soon.
  await resumeAll(terminals[0] as Sql, ACTOR.name, INTERVAL_MS);
  await resume(depsOf(terminals[0] as Sql), ACTOR, id);
  const late = await on.api.sql`
    select from connection_directory
    where next_sync_at is null or next_sync_at > now() + ${INTERVAL_MS} * interval '1 millisecond'
      or next_sync_at < now() - interval '10 minutes'
  `;
  expect(late).toHaveLength(0);
}, 180_000);
