/** What every page says. Each page has a table of its own beside this one. */
export const messages = {
  problems: {
    offline: 'We can’t be reached. Check your internet connection, then try again.',
    sessionOver: 'Your session has ended. Open this page from Convot again.',
    tooMany: 'Too many tries in a short time. Wait a few minutes, then try again.',
    tooManyFor: (duration: string) => `Too many tries in a short time. Try again in ${duration}.`,
    inFlight: 'This is still being worked on. Try again in a moment.',
    reference: 'Reference',
    copyReference: 'Copy the reference',
    tryAgain: 'Try again',
    internal: 'Something went wrong on our side. Try again; if it keeps happening, send us this reference.',
    unexpected: 'Something went wrong on our side. Try again; if it keeps happening, reload the page.',
  },
  session: {
    waiting: 'Waiting for Convot …',
    noAnswer: 'Convot has not said who you are. Reload the page; if that does not help, sign in to Convot again.',
    noHost: 'Open this page in Convot. By itself it does not know who you are.',
  },
  live: {
    pause: 'Pause live updates',
    resume: 'Resume live updates',
    paused: 'Live updates are paused',
    refresh: 'Refresh',
  },
  copied: (what: string) => `${what} copied`,
  notCopied: (what: string) => `${what} could not be copied. Select it and copy it yourself.`,
  loading: 'Loading …',
  ownerOnly: 'Only an owner of your Convot organization can do this.',
  opensInNewTab: 'opens in a new tab',
  close: 'Close',
  cancel: 'Cancel',
  unknownTime: 'unknown',
} as const;
