import { errorMessage } from './error-sentences.js';

const facts = { permission: null, isPaused: false, isStorm: false, consecutiveFailures: 5, failureLimit: 5 };
const codes = ['api_version_retired', 'query_refused', 'unexpected_answer', 'shopify_unavailable', 'internal'];

test.each(codes)('%s: what has stopped does not promise to go on, and says what to do', (code) => {
  expect(errorMessage({ ...facts, code, terminal: false })).not.toMatch(/try again/i);
  const stopped = errorMessage({ ...facts, code, terminal: true });
  expect(stopped).toMatch(/try again/i);
  expect(stopped).not.toMatch(/retrying/);
});

test('a refused token is counted until it stops the sync', () => {
  const code = 'token_rejected';
  expect(errorMessage({ ...facts, code, terminal: false, consecutiveFailures: 2 })).toContain('(2 of 5 tries)');
  expect(errorMessage({ ...facts, code, terminal: true })).toMatch(/^Token is invalid or expired\. Add a new token/);
});
