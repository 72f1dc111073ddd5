import type { SyncFailure } from '../../contract/connection-activities.js';
import { judgeFailure, type PastFailures } from './judge-failure.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const policy = { intervalMs: 4 * MINUTE, failureLimit: 3 };
const credential: SyncFailure = {
  kind: 'credential',
  code: 'token_rejected',
  permission: null,
  reference: 'r',
  generation: 1,
};
const outage: SyncFailure = { ...credential, kind: 'other', code: 'shopify_unavailable' };
const fair = { isOn: false, endedBeforeMs: null };
const none: PastFailures = {
  ...{ kind: null, ofKind: 0, total: 0, countedBeforeMs: null, unsteadyForMs: 0 },
  storm: fair,
};

/** So many failures one after the other, each so long after the one before. */
function failTimes(past: PastFailures, failure: SyncFailure, times: number, apartMs = 4 * MINUTE, asked = false) {
  let state = past;
  let judged = judgeFailure(state, failure, asked, policy);
  for (let time = 1; ; time += 1) {
    state = {
      kind: failure.kind,
      ofKind: judged.consecutiveFailures,
      total: judged.total,
      countedBeforeMs: judged.counts ? apartMs : (state.countedBeforeMs ?? 0) + apartMs,
      unsteadyForMs: state.unsteadyForMs + apartMs,
      storm: past.storm,
    };
    if (time === times) return { judged, past: state };
    judged = judgeFailure(state, failure, asked, policy);
  }
}

test('a refused credential ends at the limit', () => {
  expect(failTimes(none, credential, 2).judged).toMatchObject({ consecutiveFailures: 2, terminal: false });
  expect(failTimes(none, credential, 3).judged).toMatchObject({ consecutiveFailures: 3, terminal: true });
});

test('an outage passes the limit but ends only after a day', () => {
  const long = failTimes(none, outage, 40, 30 * MINUTE);
  expect(long.judged).toMatchObject({ terminal: false, delayMs: 30 * MINUTE });
  expect(judgeFailure({ ...long.past, unsteadyForMs: 24 * HOUR - 1 }, outage, false, policy).terminal).toBe(false);
  expect(judgeFailure({ ...long.past, unsteadyForMs: 24 * HOUR }, outage, false, policy).terminal).toBe(true);
});

test('an outage’s wait doubles from the interval to half an hour', () => {
  const waits = [1, 2, 3, 4, 5].map((times) => failTimes(none, outage, times).judged.delayMs);
  expect(waits).toEqual([4, 8, 16, 30, 30].map((minutes) => minutes * MINUTE));
});

test('a credential failure after an outage counts from one', () => {
  const { past } = failTimes(none, outage, 5);
  expect(judgeFailure(past, credential, false, policy)).toMatchObject({ consecutiveFailures: 1, total: 6 });
});

test.each(['Sync now', 'an app that is added'])('%s, pressed again and again, brings nobody nearer to the end', () => {
  const pressed = failTimes(none, credential, 50, 2_000, true);
  expect(pressed.judged).toMatchObject({ consecutiveFailures: 1, terminal: false });
  // What it came to is shown: the first of its kind counts, and so does one an interval later.
  expect(failTimes(none, credential, 3, 4 * MINUTE, true).judged).toMatchObject({ terminal: true });
});

test('a press of another kind is no step towards the end of that kind', () => {
  const { past } = failTimes(none, outage, 1, 2_000);
  const pressed = judgeFailure(past, credential, true, policy);
  expect(pressed).toMatchObject({ consecutiveFailures: 0, terminal: false, counts: false });
});

test('a timer’s failure counts however soon after a press', () => {
  const { past } = failTimes(none, credential, 1, 1_000, true);
  expect(judgeFailure(past, credential, false, policy)).toMatchObject({ consecutiveFailures: 2 });
});

describe('while Shopify refuses everybody', () => {
  const storm = { isOn: true, endedBeforeMs: null };

  test('a refused credential is shown and not counted, as often as it is', () => {
    expect(failTimes({ ...none, storm }, credential, 50).judged).toEqual({
      ...{ counts: false, consecutiveFailures: 0, total: 0 },
      ...{ terminal: false, delayMs: 4 * MINUTE },
    });
  });

  test('not even the last of those that counted before', () => {
    const { past } = failTimes(none, credential, 2);
    const judged = judgeFailure({ ...past, storm }, credential, false, policy);
    expect(judged).toMatchObject({ counts: false, consecutiveFailures: 2, terminal: false });
  });

  test('an outage of its own counts as ever', () => {
    expect(failTimes({ ...none, storm }, outage, 5).judged).toMatchObject({ counts: true, consecutiveFailures: 5 });
  });
});

test.each`
  counted                                 | countedBeforeMs | endedBeforeMs  | before
  ${'before any storm there was'}         | ${10 * MINUTE}  | ${null}        | ${2}
  ${'before the last storm was over'}     | ${10 * MINUTE}  | ${9 * MINUTE}  | ${0}
  ${'after the last storm was over'}      | ${10 * MINUTE}  | ${11 * MINUTE} | ${2}
  ${'in the moment in which it was over'} | ${10 * MINUTE}  | ${10 * MINUTE} | ${2}
`('of failures that counted $counted $before are remembered', ({ countedBeforeMs, endedBeforeMs, before }) => {
  const storm = { isOn: false, endedBeforeMs: endedBeforeMs as number | null };
  const past = { ...none, kind: 'credential', ofKind: 2, total: 2, countedBeforeMs: Number(countedBeforeMs) } as const;
  expect(judgeFailure({ ...past, storm }, credential, false, policy)).toMatchObject({
    consecutiveFailures: Number(before) + 1,
    total: Number(before) + 1,
    terminal: before === 2,
  });
});

test('a storm of others makes nobody forget an outage', () => {
  const { past } = failTimes(none, outage, 5);
  const storm = { isOn: false, endedBeforeMs: 1 };
  expect(judgeFailure({ ...past, storm }, outage, false, policy)).toMatchObject({ consecutiveFailures: 6, total: 6 });
});
