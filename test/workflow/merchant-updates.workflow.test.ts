import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import { updatesWorkflowId } from '../../src/contract/names.js';
import type { ForwardInput, ForwardResult } from '../../src/contract/update-activities.js';
import { createResumeUpdates, createStartUpdates } from '../../src/webhooks/start-updates.js';
import { updatesWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';

/* What becomes of answers, over hours that the server skips. What the activity itself does has a test of its own. */
const time = useTimeSkipping();
// The server has one processor of two, and others at times: what is tested is not how quick it is.
const START_MS = 30_000;

let organizationId = '';
/** How the next calls go; then everything has been told. */
let answers: ((input: ForwardInput) => ForwardResult | Promise<ForwardResult>)[] = [];
let inputs: ForwardInput[] = [];
beforeEach(() => {
  organizationId = `org_${randomUUID()}`;
  [answers, inputs] = [[], []];
});

const refused = ({ retryInMs }: ForwardInput): ForwardResult => ({ outcome: 'refused', waitMs: retryInMs });
const more = (): ForwardResult => ({ outcome: 'more', waitMs: 0 });
/** It takes what it is told, and asks for a quarter of an hour. */
const moreLater = (): ForwardResult => ({ outcome: 'more', waitMs: 900_000 });
const told = (): ForwardResult => ({ outcome: 'told' });

async function working(test: () => Promise<void>): Promise<void> {
  const { nativeConnection: connection } = time.environment;
  const forwardUpdates = async (input: ForwardInput): Promise<ForwardResult> => {
    inputs.push(input);
    return (answers.shift() ?? told)(input);
  };
  const [first, second] = await Promise.all([
    Worker.create({ ...workerOptions, connection, shutdownGraceTime: 0 }),
    Worker.create({ ...updatesWorkerOptions, connection, activities: { forwardUpdates }, shutdownGraceTime: 0 }),
  ]);
  await first.runUntil(() => second.runUntil(test));
}

const changed = () => createStartUpdates(time.environment.client, START_MS)(organizationId);
const resume = () => createResumeUpdates(time.environment.client, START_MS)(organizationId);
const handle = () => time.environment.client.workflow.getHandle(updatesWorkflowId(organizationId));
const end = () => handle().result();

test('it goes on while there is more, and ends once everything was told', () =>
  working(async () => {
    answers = [more, more];
    await changed();
    await end();
    expect(inputs).toHaveLength(3);
    await changed();
    await end();
    expect(inputs).toHaveLength(4);
  }));

test('what changes while it looks is looked for once more; who resumes it leaves it alone', () =>
  working(async () => {
    let look = () => {};
    answers = [() => new Promise((resolve) => (look = () => resolve(told())))];
    await resume();
    await waitFor('it to look', () => inputs.length === 1);
    await resume();
    await changed();
    await changed();
    look();
    await end();
    expect(inputs).toHaveLength(2);
  }));

test('refused, it waits longer each time, five minutes at most, and begins anew once it was taken', () =>
  working(async () => {
    answers = [refused, refused, refused, refused, refused, moreLater, refused];
    const beganAt = await time.environment.currentTimeMs();
    await changed();
    await end();
    const waits = inputs.map(({ retryInMs }) => Math.round(retryInMs / 1_000));
    const around = [5, 30, 120, 300, 300, 300, 5, 30];
    for (const [index, seconds] of around.entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(Math.floor(seconds * 0.9));
      expect(waits[index]).toBeLessThanOrEqual(Math.ceil(seconds * 1.1));
    }
    expect(((await time.environment.currentTimeMs()) - beganAt) / 1_000).toBeGreaterThan(
      0.9 * (5 + 30 + 120 + 600 + 900 + 5),
    );
  }));

test('a run does not grow for ever, and the next one knows what was refused', () =>
  working(async () => {
    answers = Array.from({ length: 60 }, () => refused);
    await changed();
    await end();
    const soon = inputs.filter(({ retryInMs }) => retryInMs < 200_000);
    expect([inputs.length, soon.length]).toEqual([61, 3]);
    const { historyLength } = await handle().describe();
    expect(historyLength).toBeLessThan(310);
  }));
