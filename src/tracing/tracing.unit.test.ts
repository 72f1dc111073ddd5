import { ApplicationFailure } from '@temporalio/common';
import { CodedError } from '../values/coded-error.js';
import { errorCode, startTracing, traced } from './tracing.js';

test('without a collector there is nothing, and a function is itself', async () => {
  expect(await startTracing('test', undefined)).toBeNull();
  const call = () => Promise.resolve();
  expect(traced(null, { name: 'call', kind: 'client' }, call)).toBe(call);
});

test.each([
  [new CodedError('sync_over', 'a message'), 'sync_over'],
  [Object.assign(new Error('duplicate key (shop)=(ada)'), { code: '23505' }), '23505'],
  [ApplicationFailure.create({ type: 'token_rejected', message: 'words' }), 'token_rejected'],
  [Object.assign(new Error('x'), { code: 'prtapi_1 and more' }), 'internal'],
  [new Error('words'), 'internal'],
  ['words', 'internal'],
  [null, 'internal'],
])('of an error the code is told, or none', (error, code) => {
  expect(errorCode(error)).toBe(code);
});
