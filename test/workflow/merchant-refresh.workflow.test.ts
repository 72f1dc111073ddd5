import '../support/servers/quiet-temporal.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { createRefreshShop } from '../../src/activities/refresh-shop.js';
import { refreshWorkflowId } from '../../src/contract/names.js';
import { createStartRefresh } from '../../src/merchants/refresh/start-refresh.js';
import { refreshWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { CANARY, FaultedAccount } from '../support/accounts/faulted-account.js';
import { TracesOf } from '../support/database/traces-of.js';
import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';

/* One shop that somebody looks at: the workflow, the worker's activity, the database and the Partner API are real. */
const time = useTimeSkipping();
const SHOP = '55000000000';
let faulted: FaultedAccount;

beforeEach(async () => {
  faulted = await FaultedAccount.start({ merchants: 3, transactions: 9, events: 9 });
  await faulted.untilOk();
});
afterEach(() => faulted.close());

/** Runs both workers that it takes until `test` is done. */
async function working(test: () => Promise<void>): Promise<void> {
  const { nativeConnection: connection } = time.environment;
  const activities = { refreshShop: createRefreshShop(faulted.account.deps) };
  const workers = await Promise.all([
    Worker.create({ ...workerOptions, connection, shutdownGraceTime: 0 }),
    Worker.create({ ...refreshWorkerOptions, connection, activities, shutdownGraceTime: 0 }),
  ]);
  const [first, second] = workers;
  await first.runUntil(() => second.runUntil(test));
}

const requests = () => faulted.account.simulator.log.list().length;
// What is tried here is the run: a worker that bundles its workflows holds this process longer than whoever looks would wait.
const start = () => createStartRefresh(time.environment.client, 30_000)({ ...faulted.account.key, shop: SHOP });
const run = () => time.environment.client.workflow.getHandle(refreshWorkflowId(faulted.account.key.connectionId, SHOP));

test('however often it is started while it is under way, Shopify is asked once; later it can be asked again', () =>
  working(async () => {
    const asked = requests();
    faulted.faults({ effect: { kind: 'delay', ms: 500 } });
    await start();
    await waitFor('the request to be sent', () => requests() > asked);
    await Promise.all([start(), start()]);
    expect(await run().result()).toEqual({ outcome: 'stored', newRows: 0 });
    expect(requests() - asked).toBe(1);
    faulted.heal();
    await start();
    await run().result();
    expect(requests() - asked).toBe(2);
  }));

test('what fails is told by its code, and not tried again', () =>
  working(async () => {
    const asked = requests();
    faulted.faults({ effect: { kind: 'http', status: 503, body: CANARY } });
    await start();
    expect(await run().result()).toEqual({ outcome: 'failed', code: 'shopify_unavailable' });
    expect(requests() - asked).toBe(1);
  }));

test('its history holds ids, counts and codes', () =>
  working(async () => {
    await start();
    await run().result();
    const history = historyToJSON(await run().fetchHistory());
    expect(new TracesOf(SHOP).in(history)).toBe(true);
    for (const text of ['prtapi_', 'Shop 1', 'myshopify']) {
      expect([text, new TracesOf(text).in(history)]).toEqual([text, false]);
    }
  }));

test('one that no worker takes up is over half a minute later: nobody looks any more', async () => {
  await start();
  const { executionConfig } = (await run().describe()).raw;
  expect(Number(executionConfig?.workflowExecutionTimeout?.seconds)).toBe(30);
  await run().terminate();
});
