import { appIdFault, cleanAppId, readAppNumber } from './app-id.js';

test.each([
  ['4436393', '4436393'],
  [' 4436393 ', '4436393'],
  ['gid://partners/App/4436393', '4436393'],
  // As the timeline names apps.
  ['gid://shopify/App/4436393', '4436393'],
  ['https://partners.shopify.com/1234567/apps/4436393/overview', '4436393'],
  ['partners.shopify.com/1234567/apps/4436393', '4436393'],
  ['https://dev.shopify.com/dashboard/987/apps/4436393?tab=1', '4436393'],
  ['“4 436 393”', '4436393'],
  ['\ufeff44\u200b36393\u00a0\r\n', '4436393'],
  ["'gid://partners/App/4436393'", '4436393'],
  ['GID://Partners/App/4436393', '4436393'],
  ['http://www.partners.shopify.com/1234567/apps/4436393#x', '4436393'],
  ['HTTPS://PARTNERS.SHOPIFY.COM/1234567/APPS/4436393', '4436393'],
  ['https://partners.shopify.com/organizations/1234567/apps/4436393/overview?tab=2', '4436393'],
  ['https://partners.shopify.com/de/1234567/apps/4436393', '4436393'],
  ['https://partners.shopify.com/1234567/apps/44\n36393/overview', '4436393'],
  ['https://partners.shopify.com/1234567/apps/4436393 – Parcel Pilot', '4436393'],
  ['https://dev.shopify.com/dashboard/987/apps/4436393/versions/5', '4436393'],
  ['https://partners.shopify.com/1234567/xapps/4436393', null],
  ['https://partners.shopify.com/1234567/apps', null],
  ['https://partners.shopify.com/1234567', null],
  ['https://example.com/1234567/apps/4436393', null],
  ['gid://partners/Shop/4436393', null],
  ['0', null],
  ['9223372036854775808', null],
  ['Parcel Pilot', null],
  ['', null],
])('%j is app %s', (text, expected) => {
  expect(readAppNumber(text)).toBe(expected);
});

test('what has a number becomes it, everything else stays as it was typed', () => {
  expect(cleanAppId('https://partners.shopify.com/1234567/apps/4436393/overview')).toBe('4436393');
  expect(cleanAppId('Parcel Pilot ')).toBe('Parcel Pilot ');
});

test.each([
  ['', /^Enter the app’s number/],
  ['Parcel Pilot', /^“Parcel Pilot” is no App ID/],
  ['https://dev.shopify.com/dashboard/987', /names no app/],
  ['https://partners.shopify.com/1234567/apps', /names no app/],
  ['https://apps.shopify.com/parcel-pilot', /address of apps\.shopify\.com/],
  ['gid://partners/Shop/4436393', /ID of something else/],
  ['0123456789abcdef0123456789abcdef', /client ID/],
  [`prtapi_${'0'.repeat(32)}`, /an access token/],
  ['9223372036854775808', /is no App ID/],
])('in place of an app’s number %j is told', (text, expected) => {
  expect(appIdFault(text)).toMatch(expected);
});
