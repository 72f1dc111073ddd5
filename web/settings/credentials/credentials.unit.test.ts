import { accessToken, partnerOrganizationId } from '../../../src/api/schemas/connect-fields.js';
import { appIdFault } from '../apps/app-id.js';
import { cleanToken, faultOfToken, tokenFault } from './access-token.js';
import { cleanOrganizationId, isOrganizationId, organizationIdFault } from './organization-id.js';

test.each([
  ['1234567', '1234567'],
  ['  1234567\n', '1234567'],
  ['https://partners.shopify.com/1234567/apps', '1234567'],
  ['partners.shopify.com/1234567', '1234567'],
  ['https://PARTNERS.shopify.com/1234567?tab=2', '1234567'],
  ['"1234567"', '1234567'],
  ['“1234567”', '1234567'],
  ['‘1234567’', '1234567'],
  ['«\u00a01\u202f234\u2009567\u00a0»', '1234567'],
  ['`1234567`', '1234567'],
  ['「１２３４５６７」', '1234567'],
  ['\ufeff1234567\u200b', '1234567'],
  ['123\u200d45\u206067\u200e', '1234567'],
  ['123\r\n4567\t', '1234567'],
  ['123\u20284567\u3164', '1234567'],
  ['http://partners.shopify.com/1234567', '1234567'],
  ['//partners.shopify.com/1234567', '1234567'],
  ['https://www.partners.shopify.com/1234567/', '1234567'],
  ['HTTPS://PARTNERS.SHOPIFY.COM/1234567/APPS', '1234567'],
  ['https://partners.shopify.com:443/1234567', '1234567'],
  ['https://partners.shopify.com/1234567#top', '1234567'],
  ['https://partners.shopify.com/1234567/settings/partner_api_clients/77/edit?locale=de#x', '1234567'],
  ['https://partners.shopify.com/organizations/1234567', '1234567'],
  ['https://partners.shopify.com/organization/1234567/apps', '1234567'],
  ['https://partners.shopify.com/fr/1234567/apps', '1234567'],
  ['https://partners.shopify.com/pt-BR/organizations/1234567', '1234567'],
  ['https://partners.shopify.com//1234567', '1234567'],
  ['https://partners.shopify.com/1234567/api/2026-07/graphql.json', '1234567'],
  ['<https://partners.shopify.com/1234567>', '1234567'],
  ['[Dashboard](https://partners.shopify.com/1234567)', '1234567'],
  ['“https://partners.shopify.com/1234567/apps”,', '1234567'],
  ['https://partners.shopify.com/123\n4567/apps', '1234567'],
  ['https://partners.\u200bshopify.com/1234567', '1234567'],
  ['https://partners.shopify.com/1234567 – Partner Dashboard', '1234567'],
  ['My dashboard: partners.shopify.com/1234567', '1234567'],
  ['https://accounts.shopify.com/lookup?return_to=https%3A%2F%2Fpartners.shopify.com%2F1234567%2Fapps', '1234567'],
  ['gid://partners/Organization/1234567', '1234567'],
  ['https://dev.shopify.com/dashboard/1234567', 'https://dev.shopify.com/dashboard/1234567'],
  ['https://partners.shopify.com.example.com/1234567', 'https://partners.shopify.com.example.com/1234567'],
  ['https://notpartners.shopify.com/1234567', 'https://notpartners.shopify.com/1234567'],
  ['https://partners.shopify.com/1234567abc', 'https://partners.shopify.com/1234567abc'],
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

test.each([
  ['', /^Enter the number/],
  ['\u200b \n', /^Enter the number/],
  ['https://dev.shopify.com/dashboard/1234567', /Dev Dashboard.*not to be the one of your Partner organization/],
  ['DEV.shopify.com/dashboard/1234567/apps?x=1', /Dev Dashboard/],
  ['“http://www.dev.shopify.com/dashboard/1234567”', /Dev Dashboard/],
  ['https://dev.shopify.com/dashboard/', /Dev Dashboard/],
  ['https://partners.shopify.com/', /no organization’s number/],
  ['partners.shopify.com/current/apps', /no organization’s number/],
  ['https://admin.shopify.com/store/mine', /address of admin\.shopify\.com/],
  ['shop.myshopify.com', /address of shop\.myshopify\.com/],
  ['my organization', /^“my organization” is no organization’s number/],
  ['0123', /^“0123” is no/],
  ['gid://shopify/App/12', /^“gid:\/\/shopify\/App\/12” is no/],
  ['9223372036854775808', /^“9223372036854775808” is no/],
])('in place of an organization’s number %j is told', (text, expected) => {
  expect(organizationIdFault(text)).toMatch(expected);
});

const HEX = '0123456789abcdef0123456789abcdef';
const TOKEN = `prtapi_${HEX}`;
test.each([
  TOKEN,
  ` ${TOKEN}\n`,
  `"${TOKEN}"`,
  `“${TOKEN}”`,
  `‚${TOKEN}‘`,
  `„${TOKEN}“,`,
  `«\u00a0${TOKEN}\u00a0»`,
  `\ufeff${TOKEN}\u200b`,
  `prtapi_${HEX.slice(0, 10)}\r\n${HEX.slice(10)}`,
  `prtapi_${HEX.slice(0, 10)}\u00ad${HEX.slice(10)}`,
  `prtapi_${HEX.slice(0, 10)} \u2003${HEX.slice(10)}`,
  `X-Shopify-Access-Token: ${TOKEN}`,
  `curl -H "X-Shopify-Access-Token: ${TOKEN}" -H "Content-Type: application/json"`,
  `${TOKEN} is the token`,
  `${TOKEN}\nShopify client`,
  `PARTNER_TOKEN='${TOKEN}';`,
  `https://partners.shopify.com/1234567/settings/partner_api_clients?token=${TOKEN}&x=1`,
  `<code>${TOKEN}</code>`,
  `Prtapi_${HEX}`,
])('%j is the token', (pasted) => {
  expect(cleanToken(pasted)).toBe(TOKEN);
  expect(tokenFault(pasted)).toBeUndefined();
});

test.each([
  ['', /^Enter the access token/],
  [`shpat_${HEX}`, /Admin API access token/],
  [`"shpss_${HEX}"`, /client secret/],
  [`shpxy_${HEX}`, /another of Shopify’s APIs/],
  ['1234567', /7 digits: an ID/],
  ['gid://partners/Organization/1234567', /an ID, not a token/],
  ['https://partners.shopify.com/1234567/settings/partner_api_clients', /an address, not a token/],
  ['PARTNERS.shopify.com/1234567', /an address, not a token/],
  ['https://dev.shopify.com/dashboard/1', /an address, not a token/],
  ['mysecretvalue', /13 characters long/],
  ['x'.repeat(300), /300 characters long/],
  [`prtäpi_${HEX}`, /characters in it that no token has/],
])('in place of a token %j is told by kind or length', (text, expected) => {
  expect(tokenFault(text)).toMatch(expected);
});

test.each([TOKEN, `shpat_${HEX}`, 'mysecretvalue', `${HEX}zz`, `eyJhbGciOiJIUzI1NiIs.${HEX}.${HEX}`, `${HEX}.com`])(
  'no sentence shows a secret, whichever field it was put in: %j',
  (secret) => {
    // What may be a word of ours is no secret.
    const told = [tokenFault(secret), ...(secret.length < 20 ? [] : [organizationIdFault(secret), appIdFault(secret)])];
    const core = secret.replace(/^[a-z]+_/, '').slice(0, 12);
    for (const sentence of told) expect(sentence ?? '').not.toContain(core);
  },
);
