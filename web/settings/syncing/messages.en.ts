import { formatCount, plural } from '../../shared/format/numbers.js';

/** The words where syncing asks for something; `messages.en.ts` of the page has them with the others. */
export const notices = {
  attempts: (count: number, limit: number) =>
    `${formatCount(count)} of ${formatCount(limit)} tries. After that, syncing stops until you reconnect.`,
  stopped: 'Syncing has stopped. Your existing data is kept.',
  tokenStopped: (day: string) =>
    `Token is invalid or expired: Shopify stopped accepting it on ${day}. Add a new token to resume.`,
  unfinished: (message: string, time: string) => `The last sync didn’t finish. ${message} The next try is at ${time}.`,
  unfinishedSoon: (message: string) => `The last sync didn’t finish. ${message}`,
  quarantined: (rows: number) =>
    `${formatCount(rows)} ${plural(rows, 'row', 'rows')} set aside. You need not do anything.`,
  details: 'Details',
  newToken: 'Replace token',
  tryAgain: 'Try again',
  tryingAgain: 'Trying again…',
  next: {
    newToken: 'Create a new token in the Partner Dashboard, then press “Replace token”.',
    permission: (name: string) => `In the Partner Dashboard, edit the API client and tick ${name}.`,
    permissionUnknown: 'In the Partner Dashboard, edit the API client and tick View financials and Manage apps.',
    thenSync: 'Then press “Sync now”.',
    thenTryAgain: 'Then press “Try again”.',
    reconnect: 'Create a new token in the Partner Dashboard, enter it below, and press “Reconnect”.',
    tryAgain: 'Press “Try again” when it is over.',
    syncNow: 'Press “Sync now” to try at once.',
    others: 'Ask an owner of your Convot organization to do this.',
  },
  atShopify: 'Open your Partner API clients',
  permissions: { view_financials: 'View financials', manage_apps: 'Manage apps' },
} as const;
