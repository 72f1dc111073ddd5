import { appDates } from './app-dates.js';

const none = { installedAt: null, firstSubscribedAt: null, trialEndsAt: null, uninstalledAt: null };
const [jan, feb, mar, nov] = [
  '2026-01-11T00:00:00Z',
  '2026-02-01T00:00:00Z',
  '2026-03-01T00:00:00Z',
  '2026-11-12T00:00:00Z',
];

test.each`
  dates                                                               | shown
  ${{}}                                                               | ${[]}
  ${{ installedAt: jan, firstSubscribedAt: feb, uninstalledAt: nov }} | ${['Installed', 'First subscribed', 'Uninstalled']}
  ${{ installedAt: nov, firstSubscribedAt: jan, uninstalledAt: feb }} | ${['First subscribed', 'Uninstalled', 'Installed again']}
  ${{ installedAt: jan, firstSubscribedAt: jan, trialEndsAt: feb }}   | ${['Installed', 'First subscribed', 'Trial ended']}
  ${{ installedAt: jan, firstSubscribedAt: jan, trialEndsAt: nov }}   | ${['Installed', 'First subscribed', 'Trial ends']}
  ${{ firstSubscribedAt: feb }}                                       | ${['First subscribed']}
`('$dates is read as $shown', ({ dates, shown }: { dates: object; shown: string[] }) => {
  expect(appDates({ ...none, ...dates }, Date.parse(mar)).map(({ name }) => name)).toEqual(shown);
});
