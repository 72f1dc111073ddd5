import type { MerchantHistoryLine } from '../../shared/api/types.js';
import { type HistoryLine, wholeHistory } from './whole-history.js';

/** `installed`, `installed b` of a second app, `usage`; oldest first, one a day. */
const history = (text: string): MerchantHistoryLine[] =>
  text
    .split(', ')
    .map((clause, index) => {
      const [type, app = 'a'] = clause.split(' ');
      const occurredAt = `2026-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`;
      if (type === 'usage') return { kind: 'usage', usage: { id: String(index) } } as unknown as MerchantHistoryLine;
      const event = { id: String(index), type, appId: app, occurredAt };
      return { kind: 'event', event } as unknown as MerchantHistoryLine;
    })
    .reverse();

const told = (lines: readonly HistoryLine[]) =>
  lines.map((line) => {
    if (line.kind === 'away') return `away ${line.from.slice(8, 10)}-${line.until.slice(8, 10)}`;
    return line.kind === 'event' ? line.event.type : 'usage';
  });

test.each([
  ['installed, uninstalled, reinstalled', ['reinstalled', 'away 02-03', 'uninstalled', 'installed']],
  ['installed, uninstalled, usage, reinstalled', ['reinstalled', 'away 02-04', 'usage', 'uninstalled', 'installed']],
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
