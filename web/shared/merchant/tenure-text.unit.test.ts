import { endOf } from '../../../src/values/day.js';
import type { MerchantInFull } from '../api/types.js';
import { tenureText } from './tenure-text.js';

type Merchant = Parameters<typeof tenureText>[0];
type App = MerchantInFull['apps'][number];
const NOW = Date.parse('2026-11-28T12:00:00Z');
const at = (day: string) => `${day}T12:00:00Z`;
const absence = (from: string, to: string, description: string | null = null) => ({
  from: at(from),
  to: at(to),
  cause: 'uninstalled' as const,
  reason: null,
  description,
});
const once = absence('2025-12-22', '2026-06-28', 'developer built it');

const merchant = (tenure: Partial<Merchant['tenure']>, app: Partial<App> = {}): Merchant => ({
  tenure: { since: null, until: null, absences: [], trial: null, isWhole: true, ...tenure },
  apps: [
    {
      status: 'active',
      charges: [],
      installedAt: null,
      uninstalledAt: null,
      firstSubscribedAt: null,
      lastPlan: null,
      ...app,
    },
  ] as unknown as App[],
});
const charge = (state: 'live' | 'frozen') => ({ state, since: at('2026-11-20') }) as App['charges'][number];
const since = at('2025-10-02');
const LAST_NIGHT = '2026-11-27T13:00:00Z';
const installedAt = at('2026-11-03');

test.each<[string, Merchant, string]>([
  ['a customer', merchant({ since }), 'Customer for 13 months'],
  [
    'one who left once',
    merchant({ since, absences: [once] }),
    'Customer for 13 months, left once (Dec 22, 2025 – Jun 28, 2026: developer built it)',
  ],
  [
    'one who left twice',
    merchant({ since, absences: [absence('2025-11-01', '2025-11-03'), once] }),
    'Customer for 13 months, left twice (last Dec 22, 2025 – Jun 28, 2026: developer built it)',
  ],
  [
    'one who left without a word',
    merchant({ since, absences: [absence('2025-11-01', '2025-11-01')] }),
    'Customer for 13 months, left once (Nov 1, 2025: uninstalled the app)',
  ],
  [
    'one who left with many words',
    merchant({
      since,
      absences: [absence('2025-11-01', '2025-11-02', `Too dear, ${'and then some '.repeat(40)}\nBye`)],
    }),
    'Customer for 13 months, left once (Nov 1 – 2, 2025: Too dear, and then some and then some and then some and …)',
  ],
  ['one who churned', merchant({ since: at('2026-01-11'), until: at('2026-11-12') }), 'Customer Jan 11 – Nov 12, 2026'],
  [
    'one who churned after an absence',
    merchant({ since, until: at('2026-11-12'), absences: [once] }),
    'Customer Oct 2, 2025 – Nov 12, 2026, away once before (Dec 22, 2025 – Jun 28, 2026: developer built it)',
  ],
  ['one whose past is not whole', merchant({ since, isWhole: false }), 'Customer since at least Oct 2, 2025'],
  [
    'one who churned and whose past is not whole',
    merchant({ since: at('2026-01-11'), until: at('2026-11-12'), isWhole: false }),
    'Customer since at least Jan 11, 2026, until Nov 12, 2026',
  ],
  ['one of today', merchant({ since: at('2026-11-28') }), 'Customer since Nov 28, 2026'],
  ['one of last night', merchant({ since: LAST_NIGHT }), 'Customer since Nov 27, 2026'],
  ['one of some days', merchant({ since: at('2026-11-16') }), 'Customer for 12 days'],
  ['one of years', merchant({ since: at('2024-08-28') }), 'Customer for 2 years and 3 months'],
  [
    'one who is frozen',
    merchant({ since }, { charges: [charge('frozen')] }),
    'Customer for 13 months, frozen since Nov 20, 2026',
  ],
  [
    'one of whose charges one is frozen',
    merchant({ since }, { charges: [charge('live'), charge('frozen')] }),
    'Customer for 13 months',
  ],
  [
    'one who tries another app',
    merchant({ since: at('2026-01-11'), until: at('2026-11-12'), trial: { from: at('2026-11-20'), to: null } }),
    'Customer Jan 11 – Nov 12, 2026, in a trial since Nov 20, 2026',
  ],
  [
    'one in a trial',
    merchant({ trial: { from: at('2026-11-21'), to: null } }, { status: 'trialing', trialEndsAt: at('2026-12-05') }),
    'In a trial, Nov 21 – Dec 5, 2026',
  ],
  [
    'one in a trial without an end',
    merchant({ trial: { from: at('2026-11-21'), to: null } }),
    'In a trial since Nov 21, 2026',
  ],
  [
    'one who only tried',
    merchant({ trial: { from: at('2026-11-01'), to: at('2026-11-15') } }, { installedAt }),
    'Tried Nov 1 – 15, 2026, never subscribed',
  ],
  [
    'one who only installed',
    merchant({}, { status: 'installed', installedAt }),
    'Installed Nov 3, 2026, never subscribed',
  ],
  [
    'one who only installed and left',
    merchant({}, { status: 'churned', installedAt, uninstalledAt: at('2026-11-05') }),
    'Installed Nov 3 – 5, 2026, never subscribed',
  ],
  ['one of whom little is known', merchant({}), 'Never subscribed'],
  ['one of whom little is known yet', merchant({ isWhole: false }), 'No subscription seen so far'],
  [
    'one who installed, as far as is known yet',
    merchant({ isWhole: false }, { installedAt }),
    'Installed Nov 3, 2026, no subscription seen so far',
  ],
  [
    'one who paid and was never seen to subscribe',
    merchant({}, { status: 'churned', installedAt, lastPlan: 'Pro' }),
    'Installed Nov 3, 2026, subscribed at a time that is not known',
  ],
])('%s', (_, told, expected) => {
  expect(tenureText(told, NOW).replaceAll(/[\u00a0\u2009]/g, ' ')).toBe(expected);
});

test.each([
  ['2026-04-30', 'Customer for 6 months'],
  ['2025-10-31', 'Customer for 29 days'],
  ['2025-10-02', 'Customer since Oct 2, 2025'],
])('as it stood at the end of %s, a customer is counted until then', (day, expected) => {
  expect(tenureText(merchant({ since }), endOf(day)).replaceAll('\u00a0', ' ')).toBe(expected);
});

test('no date can be broken', () => {
  const text = tenureText(merchant({ since, absences: [once] }), NOW);
  expect(text).toContain('Dec\u00a022,\u00a02025\u00a0– Jun\u00a028,\u00a02026');
});
