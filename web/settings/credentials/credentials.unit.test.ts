import { accessToken, partnerOrganizationId } from '../../../src/api/schemas/connect-fields.js';
import { faultOfToken } from './access-token.js';
import { cleanOrganizationId, isOrganizationId } from './organization-id.js';

test.each([
  ['1234567', '1234567'],
  ['  1234567\n', '1234567'],
  ['https://partners.shopify.com/1234567/apps', '1234567'],
  ['partners.shopify.com/1234567', '1234567'],
  ['https://PARTNERS.shopify.com/1234567?tab=2', '1234567'],
  ['https://example.com/1234567', 'https://example.com/1234567'],
  ['my organization', 'my organization'],
])('%j is read as %j', (pasted, expected) => {
  expect(cleanOrganizationId(pasted)).toBe(expected);
});

test.each([
  '1234567',
  '9223372036854775807',
  '9223372036854775808',
  '0123',
  '0',
  '12a',
  '',
  '-1',
  '12345678901234567890',
])('the page and the api agree on the organization %j', (text) => {
  expect(isOrganizationId(text)).toBe(partnerOrganizationId.safeParse(text).success);
});

test.each([
  `prtapi_${'a'.repeat(32)}`,
  `prtapi_${'a'.repeat(250)}`,
  'short',
  '',
  'prtapi_with a space inside it',
  '"prtapi_0123456789abcdef"',
  'shpat_0123456789abcdef0123',
  'shpss_1',
])('the page and the api agree on the token %j', (text) => {
  const refused = accessToken.safeParse(text).error?.issues[0]?.message ?? null;
  expect(faultOfToken(text)).toBe(refused);
});
