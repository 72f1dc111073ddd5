import type { Instant } from '../../../values/instant.js';
import { type StoredLeaving, type StoredSpan, tenureOf } from './tenure.js';

const on = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000000Z` as Instant;

/** `live 1-5, frozen 5-7, live 9-`, days of one January. */
const spans = (text: string): StoredSpan[] =>
  text === ''
    ? []
    : text.split(', ').map((clause) => {
        const [, state, from, to] = /^(\w+) (\d+)-(\d*)$/.exec(clause) ?? [];
        return {
          state: state as StoredSpan['state'],
          from: on(Number(from)),
          to: to === '' ? null : on(Number(to)),
        };
      });

/** `uninstalled 5 too dear`. */
const leavings = (text: string): StoredLeaving[] =>
  text === ''
    ? []
    : text.split(', ').map((clause) => {
        const [type, day, ...words] = clause.split(' ');
        const description = words.length === 0 ? null : words.join(' ');
        return { type: type as StoredLeaving['type'], at: on(Number(day)), reason: null, description };
      });

test.each`
  alive                                | left                                                 | since   | until   | absences
  ${''}                                | ${''}                                                | ${null} | ${null} | ${[]}
  ${'live 1-'}                         | ${''}                                                | ${1}    | ${null} | ${[]}
  ${'live 1-5'}                        | ${'unsubscribed 5'}                                  | ${1}    | ${5}    | ${[]}
  ${'live 1-5, frozen 5-7, live 7-'}   | ${''}                                                | ${1}    | ${null} | ${[]}
  ${'live 1-5, live 9-'}               | ${'uninstalled 5 too dear'}                          | ${1}    | ${null} | ${['5-9 uninstalled too dear']}
  ${'live 1-5, live 9-'}               | ${'unsubscribed 5, uninstalled 7 built it'}          | ${1}    | ${null} | ${['5-9 uninstalled built it']}
  ${'live 1-5, live 9-'}               | ${'unsubscribed 5, uninstalled 9 later'}             | ${1}    | ${null} | ${['5-9 cancelled']}
  ${'live 1-5, live 9-'}               | ${'unsubscribed 5, uninstalled 6, uninstalled 8 it'} | ${1}    | ${null} | ${['5-9 uninstalled it']}
  ${'live 1-5, live 9-12, live 20-'}   | ${'deactivated 5, unsubscribed 12'}                  | ${1}    | ${null} | ${['5-9 deactivated', '12-20 cancelled']}
  ${'live 1-9, live 3-5, live 8-20'}   | ${''}                                                | ${1}    | ${20}   | ${[]}
  ${'live 1-, live 3-5'}               | ${''}                                                | ${1}    | ${null} | ${[]}
  ${'trialing 1-5, live 5-9'}          | ${''}                                                | ${5}    | ${9}    | ${[]}
  ${'live 1-5, trialing 7-9, live 9-'} | ${'unsubscribed 5'}                                  | ${1}    | ${null} | ${['5-9 cancelled']}
`(
  'a merchant alive $alive who left $left',
  ({
    alive,
    left,
    since,
    until,
    absences,
  }: Record<string, string> & { since: number; until: number; absences: string[] }) => {
    const tenure = tenureOf(spans(alive ?? ''), leavings(left ?? ''), true);
    const dayOf = (instant: Instant | null) => (instant === null ? null : Number(instant.slice(8, 10)));
    expect([dayOf(tenure.since), dayOf(tenure.until)]).toEqual([since, until]);
    expect(
      tenure.absences.map(({ from, to, cause, description }) =>
        [`${dayOf(from)}-${dayOf(to)}`, cause, description ?? ''].join(' ').trim(),
      ),
    ).toEqual(absences);
  },
);

test.each`
  alive                           | trial
  ${'trialing 3-'}                | ${[3, null]}
  ${'trialing 3-9'}               | ${[3, 9]}
  ${'trialing 3-9, live 9-'}      | ${null}
  ${'live 1-2, trialing 3-'}      | ${[3, null]}
  ${'trialing 1-3, trialing 3-9'} | ${[1, 9]}
`('the trial of one alive $alive is $trial', ({ alive, trial }: { alive: string; trial: unknown }) => {
  const found = tenureOf(spans(alive), [], true).trial;
  expect(found && [found.from, found.to].map((at) => at && Number(at.slice(8, 10)))).toEqual(trial);
});
