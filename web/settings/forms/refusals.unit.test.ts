import { Problem } from '../../shared/api/problem.js';
import { fieldNameOf, refusalText } from './refusals.js';

const problem = (code: Problem['code']) => new Problem(code, `The api on ${code}.`, null, 422);

test.each([
  ['invalid_organization_id', 'organizationId', 'The api on invalid_organization_id.'],
  [
    'already_connected',
    'organizationId',
    'This organization is already connected. Replace its token in its own section.',
  ],
  ['token_rejected', 'accessToken', 'The api on token_rejected.'],
  ['permission_missing', 'accessToken', 'The api on permission_missing.'],
  ['wrong_token_kind', 'accessToken', 'The api on wrong_token_kind.'],
  ['token_required', 'accessToken', 'No token is stored any more. Enter a new one.'],
  ['app_not_found', 'appId', 'The api on app_not_found.'],
  ['app_limit', 'appId', 'The api on app_limit.'],
  [
    'invalid_app_id',
    'appId',
    'Enter the app’s number, for example 1234567. You find it in the address of the app in your dashboard.',
  ],
  ['shopify_unavailable', null, 'The api on shopify_unavailable.'],
  ['offline', null, 'The api on offline.'],
  ['rate_limited', null, 'The api on rate_limited.'],
] as const)('%s is about %s', (code, field, text) => {
  expect(fieldNameOf(problem(code))).toBe(field);
  expect(refusalText(problem(code))).toBe(text);
});

test('what is no answer of the api is about no field', () => {
  expect(fieldNameOf(new Error('a bug'))).toBeNull();
});
