import { type HealthFacts, judgeHealth, STUCK_MS } from './judge-health.js';

const nowMs = 10_000_000;
const long = nowMs - STUCK_MS - 1;
const idle = { oldestRunningAtMs: null, endedAtMs: long };

function judge({ work = idle, isOverdue = false, ...facts }: Partial<HealthFacts & HealthFacts['queues'][number]>) {
  return judgeHealth({
    nowMs,
    postgresAnsweredAtMs: nowMs - 20_000,
    temporalHeardUsAtMs: nowMs - 20_000,
    queues: [
      { queue: 'first', work: { oldestRunningAtMs: null, endedAtMs: nowMs }, isOverdue: false },
      { queue: 'second', work, isOverdue },
    ],
    ...facts,
  });
}

test('a worker that has nothing to do is well', () => {
  expect(judge({})).toEqual([]);
});

test.each([
  ['that works, with more to do than it can', { work: { oldestRunningAtMs: long, endedAtMs: nowMs - 1_000 } }],
  ['that has begun something a moment ago', { work: { oldestRunningAtMs: nowMs - 1_000, endedAtMs: long } }],
  ['that works while something is overdue', { work: { oldestRunningAtMs: null, endedAtMs: nowMs }, isOverdue: true }],
])('a worker %s is well', (_, facts) => {
  expect(judge(facts)).toEqual([]);
});

test.each([
  ['without Postgres', { postgresAnsweredAtMs: nowMs - 61_000 }, /^Postgres/],
  ['that Temporal does not hear', { temporalHeardUsAtMs: nowMs - 61_000 }, /^Temporal/],
  ['that ends nothing', { work: { oldestRunningAtMs: long, endedAtMs: long } }, /^second: what was begun/],
  ['that begins nothing of what is due', { isOverdue: true }, /^second: what is due/],
])('a worker %s is not', (_, facts, complaint) => {
  expect(judge(facts)).toEqual([expect.stringMatching(complaint)]);
});
