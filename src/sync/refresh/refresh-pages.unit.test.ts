import { feedName } from '../../partner/pages/feed.js';
import { refreshPages } from './refresh-pages.js';

const apps = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

test('the newest page of transactions is asked for, and of each app’s events', () => {
  const pages = refreshPages('7', apps(2));
  expect(pages.map(({ feed }) => feedName(feed))).toEqual(['transactions', 'events/1', 'events/2']);
  expect(pages.map(({ shop }) => shop)).toEqual(pages.map(() => ({ shopNumber: '7' })));
});

test.each([
  ['of a domain, whose events are no fewer than everybody’s', 'new-here.myshopify.com', 25],
  ['of a number, whose rows are few', '7', 150],
])('%s, only so many pages are asked for at once, of the first apps', (_, shop, most) => {
  const pages = refreshPages(shop, apps(200));
  expect(pages).toHaveLength(most);
  expect(pages.map(({ feed }) => feedName(feed)).slice(0, 2)).toEqual(['transactions', 'events/1']);
});
