import { GONE } from '../../contract/connection-facts.js';
import { parseConnectionInput } from './connection-input.js';
import { initialState } from './connection-state.js';

const { facts, ...olderState } = { ...initialState(), policy: { intervalMs: 240_000, failureLimit: 3 } };
const input = {
  ...{ version: 1, organizationId: 'org_1', connectionId: 'c', partnerOrganizationId: '1' },
  state: { ...olderState, facts },
};

test('what a run of older code carries without facts, or their time, is accepted: they are read first', () => {
  const { factsAtMs, ...untimed } = { ...input.state, facts: GONE };
  for (const state of [olderState, untimed]) {
    expect(parseConnectionInput({ ...input, state })).toEqual({ ...input, state: { ...input.state, facts: null } });
  }
  const timed = { ...input, state: { ...untimed, factsAtMs: factsAtMs + 1 } };
  expect(parseConnectionInput(timed)).toEqual(timed);
});

test.each([
  ['facts', 'ok'],
  ['standing', null],
  ['policy', { intervalMs: 240_000 }],
  ['isFirstWait', undefined],
])('a damaged %s is refused', (name, value) => {
  const damaged = { ...input, state: { ...input.state, [name]: value } };
  expect(() => parseConnectionInput(damaged)).toThrow('carries a damaged state');
});
