import type { Instant } from '../values/instant.js';
import { eventKey, transactionGid } from './ledger/rows.js';
import { type Simulator, startSimulator } from './simulator.js';
import { type AnsweredPage, ask, walk } from './testing.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from './worlds/demo/demo-world.js';
import { generatedWorld } from './worlds/generated.js';

const anchor = '2026-11-23T12:00:00.000000Z' as Instant;
const clock = () => Date.parse(anchor);
const TRANSACTIONS = `query T($after: String) { transactions(first: 100, after: $after) {
  edges { cursor node { __typename id createdAt } } pageInfo { hasNextPage } } }`;
const EVENTS = `query E($id: ID!, $after: String) { app(id: $id) { events(first: 100, after: $after) {
  edges { cursor node { type occurredAt shop { id }
    ... on AppSubscriptionEvent { charge { id } } ... on AppPurchaseOneTimeEvent { charge { id } }
    ... on AppUsageRecordEvent { charge { id } } ... on AppCreditEvent { appCredit { id } } } }
  pageInfo { hasNextPage } } } }`;

interface EventNode {
  readonly type: string;
  readonly occurredAt: string;
  readonly shop: { readonly id: string };
  readonly charge?: { readonly id: string };
  readonly appCredit?: { readonly id: string };
}

let simulator: Simulator;
afterEach(() => simulator.close());

test('walking every page of the demonstration gives its visible ledger, each row once', async () => {
  const world = demoWorld({ seed: 'demo', anchor });
  simulator = await startSimulator({ world, clock, settings: { requestsPerSecond: null } });
  const demo = { organizationId: DEMO_ORGANIZATION_ID, token: DEMO_TOKEN };
  const ledger = world.found(DEMO_ORGANIZATION_ID).ledger;
  const isVisible = ({ visibleAt }: { visibleAt: number }) => visibleAt <= clock() * 1000;

  const transactions = await walk(async (after) => {
    const { body } = await ask(simulator, demo, TRANSACTIONS, { after });
    return body.data?.transactions as AnsweredPage<{ id: string }>;
  });
  expect(transactions.map(({ id }) => id)).toEqual(
    ledger.transactions.all.filter(isVisible).map(transactionGid).reverse(),
  );

  for (const { number } of ledger.apps.values()) {
    const id = `gid://partners/App/${number}`;
    const events = await walk(async (after) => {
      const { body } = await ask(simulator, demo, EVENTS, { id, after });
      return (body.data?.app as { events: AnsweredPage<EventNode> }).events;
    });
    const walked = events.map(({ type, occurredAt, shop, charge, appCredit }) =>
      [number, shop.id.split('/').at(-1), type, Date.parse(occurredAt) * 1000, (charge ?? appCredit)?.id ?? ''].join(
        '|',
      ),
    );
    expect(walked).toEqual(ledger.events(number).all.filter(isVisible).map(eventKey).reverse());
  }
});

test('a page deep in a large generated world comes as quickly as the first', async () => {
  const options = { seed: 'x', anchor, organizationId: '7', token: 'prtapi_generated', apps: 3, merchants: 400 };
  const world = generatedWorld({ ...options, transactions: 30_000, events: 3000, rowsPerInstant: 40 });
  simulator = await startSimulator({ world, clock, settings: { requestsPerSecond: null } });
  const ids = await walk(async (after) => {
    const { body } = await ask(simulator, options, TRANSACTIONS, { after });
    return body.data?.transactions as AnsweredPage<{ id: string }>;
  });
  expect(new Set(ids.map(({ id }) => id)).size).toBe(30_000);
  const durations = simulator.log.list().map(({ durationMs }) => durationMs ?? Infinity);
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  expect(median(durations.slice(-50))).toBeLessThan(5 * median(durations.slice(50, 100)) + 5);
});

test('closing ends open connections, and the ports are free again', async () => {
  simulator = await startSimulator();
  const port = Number(new URL(simulator.url).port);
  simulator.faults.set([{ effect: { kind: 'never_answer' } }]);
  const hanging = ask(simulator, { organizationId: '1', token: 'prtapi_none' }, '{ publicApiVersions { handle } }');
  const failed = expect(hanging).rejects.toMatchObject({ message: 'fetch failed' });
  while (simulator.log.list().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await simulator.close();
  await failed;
  simulator = await startSimulator({ port });
  await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
