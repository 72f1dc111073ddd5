import type { ConnectionErrorCode, Permission, WarningCode } from './connection-words.js';

const PERMISSION_NAMES: Record<Permission, string> = {
  view_financials: "this token can't read transactions. Edit the API client in Partner Dashboard, add View financials",
  manage_apps:
    "this token can't read installs and uninstalls. Edit the API client in Partner Dashboard, add Manage apps",
};

/** The one place for the sentence about a missing permission: in a field, a banner or a log it reads the same. */
export function permissionMissing(permission: Permission): string {
  return `Missing scope: ${PERMISSION_NAMES[permission]}, then try again.`;
}

// Who has mistyped once or twice need not know that there is a limit.
const LAST_TRIES = 3;

/** What follows the sentence on a refused token when few more may be tried; empty otherwise. */
export function triesLeft(left: number, waitSeconds: number): string {
  if (left === 0) return ` No tries left: the next one is possible in ${inWords(waitSeconds)}.`;
  if (left > LAST_TRIES) return '';
  return ` ${left} ${left === 1 ? 'try' : 'tries'} left before you have to wait.`;
}

export function tooManyTries(waitSeconds: number): string {
  return `Too many tokens were tried in a short time. Try again in ${inWords(waitSeconds)}.`;
}

function inWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** What the owner reads beside a failed sync: what happened and what to do, the same in every place. */
const ERRORS: Record<Exclude<ConnectionErrorCode, 'permission_missing' | 'token_rejected'>, Wording> = {
  api_version_retired: {
    retrying: 'Shopify no longer serves the API version that we use. We have been alarmed; your data is kept.',
    stopped: 'Shopify no longer serves the API version that we use. We have been alarmed; try again tomorrow.',
  },
  query_refused: {
    retrying: 'Shopify refused one of our requests. We have been alarmed and keep retrying; your data is kept.',
    stopped: 'Shopify has refused one of our requests for more than a day. We have been alarmed; try again tomorrow.',
  },
  unexpected_answer: {
    retrying: "Shopify's answer was not what its API promises. We keep retrying; nothing is lost.",
    stopped: "For more than a day Shopify's answers were not what its API promises. Try again later.",
  },
  shopify_unavailable: {
    retrying: "Shopify isn't responding. We'll keep retrying; nothing is lost.",
    stopped: 'Shopify has not responded for more than a day. Try again when it does.',
  },
  internal: {
    retrying:
      'Something went wrong on our side. We keep retrying; if it keeps happening, send us the reference beside this text.',
    stopped: 'Syncing has failed for more than a day, on our side. Try again; if it fails, send us the reference.',
  },
};

interface Wording {
  readonly retrying: string;
  /** Once nothing goes on by itself any more. */
  readonly stopped: string;
}

export interface FailureFacts {
  readonly code: string;
  readonly permission: Permission | null;
  /** True once syncing has stopped. */
  readonly terminal: boolean;
  /** Shopify refuses everybody, so that it says nothing of this token. */
  readonly isStorm: boolean;
  /** By operators: nothing is tried meanwhile. */
  readonly isPaused: boolean;
  readonly consecutiveFailures: number;
  readonly failureLimit: number;
}

const REFUSING_EVERYBODY =
  'Shopify is refusing everybody at the moment, not only this token. You need not replace it: we keep trying, and ' +
  'nothing is lost.';

const FAILED_BEFORE_PAUSE =
  'The last sync before Convot’s operators paused syncing failed. It is tried again when they resume it; you need not do ' +
  'anything.';

export function errorMessage(facts: FailureFacts): string {
  const { code, permission, terminal, isStorm, isPaused, consecutiveFailures, failureLimit } = facts;
  if (isPaused && !terminal) return FAILED_BEFORE_PAUSE;
  if (isStorm && !terminal) return REFUSING_EVERYBODY;
  if (code === 'token_rejected') {
    return terminal
      ? 'Token is invalid or expired. Add a new token to resume syncing; your existing data is kept.'
      : `Token is invalid or expired: Shopify is not accepting it (${consecutiveFailures} of ${failureLimit} tries). ` +
          `We keep trying; after ${failureLimit} syncing stops until you reconnect.`;
  }
  if (code === 'permission_missing' && permission !== null) return permissionMissing(permission);
  const wording = code in ERRORS ? ERRORS[code as keyof typeof ERRORS] : ERRORS.internal;
  return terminal ? wording.stopped : wording.retrying;
}

export const WARNINGS: Record<WarningCode, string> = {
  stale: 'No sync has finished for longer than it should take. What you see may be out of date.',
  delayed: 'Syncing has been failing for more than half an hour. We keep retrying; nothing is lost.',
  refusing_everybody:
    'Shopify is refusing everybody at the moment, whatever the token. Wait until that is over before you replace one.',
  rows_quarantined: 'Some rows from Shopify were damaged and set aside. Everything else was stored.',
  api_version_retiring:
    'Shopify is retiring the API version that we use. We have been alarmed; you need not do anything.',
  waiting_to_start: 'The next sync is due and waits to be started.',
};
