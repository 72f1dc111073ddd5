import { appGid, appNumberOf, readAppNumber } from './app-id.js';

test.each([
  ['4436393', '4436393'],
  [' 4436393 ', '4436393'],
  ['gid://partners/App/4436393', '4436393'],
  // As the timeline names apps.
  ['gid://shopify/App/4436393', '4436393'],
  ['https://partners.shopify.com/1234567/apps/4436393/overview', '4436393'],
  ['partners.shopify.com/1234567/apps/4436393', '4436393'],
  ['https://dev.shopify.com/dashboard/987/apps/4436393?tab=1', '4436393'],
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

test('a number and its id', () => {
  expect(appGid('4436393')).toBe('gid://partners/App/4436393');
  expect(appNumberOf('gid://partners/App/4436393')).toBe('4436393');
});
