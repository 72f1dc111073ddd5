import { formatCount, plural } from '../../shared/format/numbers.js';

/** How syncing goes, and what it asks for. */
export const messages = {
  sync: {
    title: 'Syncing',
    description: 'Runs by itself every few minutes. Sync now when you cannot wait for that.',
    descriptionWhilePaused: 'It rests. Nothing is asked of Shopify meanwhile.',
    descriptionWhileStopped: 'It has stopped. Nothing new comes until you reconnect.',
    descriptionWhileDisconnected: 'Nothing is synced while the organization is disconnected.',
    lastSynced: 'Last synced',
    never: 'Not yet',
    nextSync: 'Next sync',
    dataThrough: 'Newest record from',
    noData: 'No records yet',
    lastVerified: 'Last verified',
    neverVerified: 'Not yet',
    syncNow: 'Sync now',
    syncing: 'Syncing…',
    started: 'Sync started.',
    alreadyRunning: 'A sync is already running. Another follows it.',
    finished: 'Sync finished.',
    failed: (why: string) => `Sync failed. ${why}`,
    offWhilePaused: 'Paused by Convot’s operators. You need not do anything.',
    offWhileStopped: 'Syncing has stopped. Reconnect first.',
    offWhileDisconnected: 'This organization is disconnected. Reconnect first.',
    due: 'now',
    running: 'Running now',
    waits: 'Waiting for Shopify',
    waitsUntil: (time: string) => `Waiting for Shopify, resumes ${time}`,
  },

  verification: {
    compared: (rows: string, found: string) => `${rows} records were compared with Shopify: ${found}.`,
    asStored: 'all were as stored',
    changed: (rows: number) => `${formatCount(rows)} had changed and ${plural(rows, 'was', 'were')} corrected`,
    added: (rows: number) => {
      const were = plural(rows, 'was', 'were');
      return `${formatCount(rows)} ${were} missing here and ${were} added`;
    },
    missing: (rows: number) =>
      `${formatCount(rows)} ${plural(rows, 'is', 'are')} no longer shown there and ${plural(rows, 'was', 'were')} kept`,
    skipped: (apps: number) =>
      `The events of ${formatCount(apps)} ${plural(apps, 'app', 'apps')} could not be read, and were not compared.`,
    figuresOf: (figures: string) => `Figures of the past changed by it: ${figures}.`,
    figure: (name: string, merchants: number) =>
      `${name} of ${formatCount(merchants)} ${plural(merchants, 'merchant', 'merchants')}`,
  },

  firstSync: {
    starting: 'Your history is about to be imported.',
    notStarted: 'Nothing of your history is imported yet.',
    imported: (rows: number) => `${formatCount(rows)} ${plural(rows, 'record', 'records')} imported so far`,
    importedBackTo: (rows: number, day: string) =>
      `${formatCount(rows)} ${plural(rows, 'record', 'records')} imported so far, complete back to ${day}`,
    rate: (rowsPerSecond: number) => `about ${formatCount(Math.round(rowsPerSecond))} a second`,
    elapsed: (duration: string) => `running for ${duration}`,
    left: (duration: string) => `about ${duration} left`,
    meanwhilePaused:
      'You can use everything meanwhile. Plans and MRR may be incomplete until syncing was resumed and is done.',
    meanwhile: 'You can use everything meanwhile. Plans and MRR may be incomplete until this is done.',
  },

  waiting: (duration: string) => `Shopify asked us to slow down. Syncing resumes in about ${duration}.`,
  waitingOver: 'Shopify asked us to slow down. Syncing resumes in a moment.',

  notices: {
    attempts: (count: number, limit: number) =>
      `${formatCount(count)} of ${formatCount(limit)} tries. After that, syncing stops until you reconnect.`,
    stopped: 'Syncing has stopped. Your existing data is kept.',
    tokenStopped: (day: string) =>
      `Token is invalid or expired: Shopify stopped accepting it on ${day}. Add a new token to resume.`,
    unfinished: (message: string, time: string) =>
      `The last sync didn’t finish. ${message} The next try is at ${time}.`,
    unfinishedSoon: (message: string) => `The last sync didn’t finish. ${message}`,
    quarantined: (rows: number) =>
      `${formatCount(rows)} ${plural(rows, 'row', 'rows')} set aside. You need not do anything.`,
    paused: 'Paused by Convot’s operators. Your token and your data are kept.',
    pausedUntil: 'Syncing goes on by itself, where it stopped, when they resume it. You need not do anything.',
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
  },
} as const;
