import type { MerchantEvent } from '../shared/api/types.js';
import { latestNews, wholeHistory, type HistoryLine } from './history-lines.js';

/** `installed`, `installed b` of a second app, `unsubscribed -` suppressed; oldest first, one a day. */
const history = (text: string): MerchantEvent[] =>
  text
    .split(', ')
    .map((clause, index) => {
      const [type, mark] = clause.split(' ');
      const day = String(index + 1).padStart(2, '0');
      return {
        id: String(index),
        type,
        appId: mark === 'b' ? 'b' : 'a',
        suppressed: mark === '-',
        occurredAt: `2026-01-${day}T00:00:00Z`,
      } as unknown as MerchantEvent;
    })
    .reverse();

const told = (lines: readonly HistoryLine[]) =>
  lines.map((line) =>
    line.kind === 'event' ? line.event.type : `away ${line.from.slice(8, 10)}-${line.until.slice(8, 10)}`,
  );

test.each([
  ['installed, subscribed', ['subscribed', 'installed']],
  ['installed, subscribed, unsubscribed -, upgraded, frozen', ['frozen', 'upgraded', 'subscribed']],
  ['installed, subscribed, usage_charge, usage_charge', ['usage_charge', 'subscribed', 'installed']],
  [
    'usage_charge, usage_charge, usage_charge, usage_charge, credit, usage_charge',
    ['usage_charge', 'credit', 'usage_charge'],
  ],
])('the news of: %s', (events, news) => {
  expect(told(latestNews(history(events)))).toEqual(news);
});

test.each([
  ['installed, uninstalled, reinstalled', ['reinstalled', 'away 02-03', 'uninstalled', 'installed']],
  [
    'installed, uninstalled, installed b, reinstalled',
    ['reinstalled', 'away 02-04', 'installed', 'uninstalled', 'installed'],
  ],
  // Where the uninstall is on a page that is not loaded yet, or nobody saw it.
  ['installed, reinstalled', ['reinstalled', 'installed']],
  ['uninstalled b, reinstalled', ['reinstalled', 'uninstalled']],
])('the history of: %s', (events, lines) => {
  expect(told(wholeHistory(history(events)))).toEqual(lines);
});
