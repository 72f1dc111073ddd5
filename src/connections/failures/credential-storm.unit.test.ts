import { hasPassed, isStorm, stormWindowMs } from './credential-storm.js';

test.each`
  connections | organizations | worked   | storm    | because
  ${200}      | ${40}         | ${200}   | ${true}  | ${'all are refused'}
  ${21}       | ${5}          | ${200}   | ${true}  | ${'more than a tenth is'}
  ${20}       | ${5}          | ${200}   | ${false} | ${'a tenth is not more than a tenth'}
  ${5}        | ${3}          | ${5}     | ${true}  | ${'it is everybody of a small installation'}
  ${5}        | ${5}          | ${49}    | ${true}  | ${'the fewest are more than a tenth'}
  ${5}        | ${5}          | ${50}    | ${false} | ${'five of fifty are some owners'}
  ${4}        | ${4}          | ${4}     | ${false} | ${'four may have trouble of their own'}
  ${60}       | ${2}          | ${60}    | ${false} | ${'two organizations are not everybody'}
  ${1000}     | ${900}        | ${50000} | ${false} | ${'many of very many are some owners'}
  ${1}        | ${1}          | ${1}     | ${false} | ${'one is alone'}
`('$connections of $worked, of $organizations organizations: $because', (row) => {
  const { connections, organizations, worked, storm } = row as Record<string, number | boolean>;
  const beginners = { connections: Number(connections), organizations: Number(organizations) };
  expect(isStorm(beginners, Number(worked))).toBe(storm);
});

test.each`
  members | working | passed
  ${200}  | ${0}    | ${false}
  ${200}  | ${99}   | ${false}
  ${200}  | ${100}  | ${true}
  ${5}    | ${2}    | ${false}
  ${5}    | ${3}    | ${true}
  ${0}    | ${0}    | ${true}
`('with $working of $members working again it has passed: $passed', ({ members, working, passed }) => {
  expect(hasPassed({ members: Number(members), working: Number(working) })).toBe(passed);
});

test('every healthy connection is tried within the time that is looked back on', () => {
  expect(stormWindowMs(240_000)).toBeCloseTo(264_000);
});
