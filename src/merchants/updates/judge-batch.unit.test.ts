import { judgeBatch } from './judge-batch.js';
import type { SentUpdate } from './set-aside.js';

const RETRY_MS = 5_000;

type Answer = 'ok' | 'no' | 'busy' | { readonly waitMs: number | null };

/** One update for each answer, numbered from 1 on. */
function sent(...answers: readonly Answer[]): SentUpdate[] {
  return answers.map((answer, index) => ({
    message: {
      id: `msg_${index + 1}`,
      number: index + 1,
      ref: String(index + 1),
      shopNumber: '1',
      body: '{}',
      nowMs: 0,
    },
    attempt:
      answer === 'ok'
        ? { answer: '204', state: 'delivered', waitMs: null }
        : { answer: '503', state: 'pending', waitMs: typeof answer === 'object' ? answer.waitMs : RETRY_MS },
    isOverload: answer === 'busy',
  }));
}

test.each<[string, readonly Answer[], boolean, string, number, number]>([
  ['all of them are taken', ['ok', 'ok'], false, 'taken', 2, 0],
  ['one in the middle is refused: what stands behind it is not past', ['ok', 'no', 'ok'], false, 'refused_some', 1, 1],
  ['all are refused, and another too', ['no', 'no'], false, 'refused_all', 0, 2],
  ['all are refused, but it takes another', ['no', 'no'], true, 'refused_some', 0, 2],
  ['it has too much to do with some of them', ['ok', 'busy'], false, 'too_much', 1, 1],
  ['one alone is no matter of how many', ['busy'], true, 'refused_some', 0, 1],
  ['it has too much to do with all of them, not with another', ['busy', 'busy'], true, 'too_much', 0, 2],
  ['it has too much to do with everything', ['busy', 'busy'], false, 'refused_all', 0, 2],
])('%s', (_, answers, takesAnother, verdict, taken, refused) => {
  const judged = judgeBatch(sent(...answers), takesAnother, RETRY_MS);
  expect([judged.verdict, judged.taken.length, judged.refused.length]).toEqual([verdict, taken, refused]);
});

test('who asks for more time than the schedule gives is waited for, the longest', () => {
  const asked = sent('ok', { waitMs: 60_000 }, { waitMs: 90_000 });
  expect(judgeBatch(asked, false, RETRY_MS)).toMatchObject({ waitMs: 90_000, isAskedToWait: true });
  expect(judgeBatch(sent('ok', 'no'), false, RETRY_MS)).toMatchObject({ waitMs: RETRY_MS, isAskedToWait: false });
  // One that is never to be tried again says nothing of the others.
  expect(judgeBatch(sent('ok', { waitMs: null }), false, RETRY_MS)).toMatchObject({ waitMs: RETRY_MS });
  expect(judgeBatch(sent('ok'), false, RETRY_MS)).toMatchObject({ waitMs: 0, isAskedToWait: false });
});
