import { isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';
import { formatClock, formatDate } from '../../shared/format/time.js';
import { isRefusingEverybody } from '../connection/connection-state.js';
import { messages as page } from '../messages.en.js';
import { messages } from './messages.en.js';

/** What the user can do about it by a button beside it; Sync now has one of its own near by. */
export type Remedy = 'new_token' | 'try_again';

/** A condition that lasts, as a banner tells it. */
export interface Notice {
  /** What it is about; the same while its text counts on. */
  readonly code: string;
  readonly tone: 'info' | 'caution' | 'critical';
  readonly text: string;
  /** Sentences that follow. */
  readonly more: readonly string[];
  readonly remedy: Remedy | null;
  /** The next step, with the name of its button; null where nothing is to be done. */
  readonly next: string | null;
  /** Every role may take it; else owners only. */
  readonly isForEveryRole: boolean;
  /** The API client is where it is mended. */
  readonly isMendedAtShopify: boolean;
  /** For a user who writes to us. */
  readonly reference: string | null;
}

type ConnectionError = NonNullable<Connection['error']>;
type Warning = Connection['warnings'][number];

/** All that lasts and is worth a banner, the worst first. */
export function noticesOf(connection: Connection, nowMs: number): readonly Notice[] {
  const { error, warnings } = connection;
  // What failed before is tried again then, and asks nothing of anybody meanwhile.
  if (isPaused(connection)) return [paused, ...warnings.map((warning) => warned(warning, connection))];
  const main =
    error === null ? null : connection.status === 'error' ? stopped(error) : failing(error, connection, nowMs);
  // What an error explains is said with it, once; of one that has stopped it does not tell what becomes of others.
  const isSaid = (code: Warning['code']) =>
    isLasting(code) || (code === 'refusing_everybody' && connection.status === 'connected');
  const others = warnings.filter(({ code }) => main === null || !isSaid(code));
  return [...(main === null ? [] : [main]), ...others.map((warning) => warned(warning, connection))];
}

const paused: Notice = {
  code: 'paused',
  tone: 'info',
  text: messages.notices.paused,
  more: [messages.notices.pausedUntil],
  remedy: null,
  next: null,
  isForEveryRole: true,
  isMendedAtShopify: false,
  reference: null,
};

function stopped(error: ConnectionError): Notice {
  return {
    code: error.code,
    tone: 'critical',
    text: stoppedText(error),
    more: [messages.notices.stopped],
    remedy: 'try_again',
    ...nextStep(error, true),
    isForEveryRole: false,
    reference: isCredential(error) ? null : error.reference,
  };
}

function stoppedText({ code, message, since }: ConnectionError): string {
  return code === 'token_rejected' && since !== null ? messages.notices.tokenStopped(formatDate(since)) : message;
}

function failing(error: ConnectionError, connection: Connection, nowMs: number): Notice {
  const { warnings, nextSyncAt, consecutiveFailures, failureLimit } = connection;
  const lasting = warnings.filter(({ code }) => isLasting(code)).map(({ message }) => message);
  const isStorm = isRefusingEverybody(connection);
  if (isCredential(error) && !isStorm) {
    // The sentence on a refused token counts by itself.
    const attempts =
      error.code === 'token_rejected' ? [] : [messages.notices.attempts(consecutiveFailures, failureLimit)];
    return {
      code: error.code,
      tone: 'caution',
      text: error.message,
      more: [...attempts, ...lasting],
      remedy: error.code === 'token_rejected' ? 'new_token' : null,
      ...nextStep(error, false),
      isForEveryRole: false,
      reference: null,
    };
  }
  const { unfinished, unfinishedSoon } = messages.notices;
  const isOutage = error.code === 'shopify_unavailable' || isStorm;
  const isNextKnown = nextSyncAt !== null && Date.parse(nextSyncAt) > nowMs;
  return {
    code: error.code,
    tone: isOutage && lasting.length === 0 ? 'info' : 'caution',
    text: isNextKnown ? unfinished(error.message, formatClock(nextSyncAt)) : unfinishedSoon(error.message),
    more: lasting,
    remedy: null,
    // An outage ends by itself; of anything else the page says that it needs attention.
    next: isOutage && lasting.length === 0 ? null : messages.notices.next.syncNow,
    isForEveryRole: true,
    isMendedAtShopify: false,
    reference: isOutage ? null : error.reference,
  };
}

function warned({ code, message }: Warning, { quarantined }: Connection): Notice {
  return {
    code,
    tone: isLasting(code) ? 'caution' : 'info',
    text: message,
    more: code === 'rows_quarantined' ? [messages.notices.quarantined(quarantined.count)] : [],
    remedy: null,
    next: isLasting(code) ? messages.notices.next.syncNow : null,
    isForEveryRole: true,
    isMendedAtShopify: false,
    reference: null,
  };
}

/** What mends it, and which button goes on from there. */
function nextStep(
  { code, permission }: ConnectionError,
  hasStopped: boolean,
): Pick<Notice, 'next' | 'isMendedAtShopify'> {
  const { next } = messages.notices;
  const { permissions } = page.guide;
  if (code === 'token_rejected') return { next: hasStopped ? next.reconnect : next.newToken, isMendedAtShopify: true };
  if (code !== 'permission_missing') return { next: next.tryAgain, isMendedAtShopify: false };
  const edit = permission === null ? next.permissionUnknown : next.permission(permissions[permission].name);
  return { next: `${edit} ${hasStopped ? next.thenTryAgain : next.thenSync}`, isMendedAtShopify: true };
}

function isLasting(code: Warning['code']): boolean {
  return code === 'stale' || code === 'delayed';
}

/** Failures that the owner can mend, and that end in `error` when nobody does. */
function isCredential({ code }: ConnectionError): boolean {
  return code === 'token_rejected' || code === 'permission_missing';
}
