import type { Verification } from '../connections/store/verification.js';
import type { WalkCorrection } from '../merchants/corrections/walk-corrections.js';
import type { Money } from '../values/money.js';
import type { DoctorLine } from './doctor-line.js';

export interface VerifiedConnection {
  /** Organization and connection, for a person at a terminal. */
  readonly name: string;
  /** Since when it could have been compared; null while its first sync is not whole. */
  readonly wholeSinceMs: number | null;
  /** Nothing is compared of one that has stopped, or that operators have paused. */
  readonly isSynced: boolean;
  /** Null where operators have never resumed it. */
  readonly resumedAtMs: number | null;
  readonly verification: Verification | null;
  readonly corrections: readonly WalkCorrection[];
}

const DAY_MS = 86_400_000;
/** The full scan begins each week; a large account is read within a tenth of the budget, and may take days. */
const LATE_AFTER_MS = 14 * DAY_MS;

/** When one connection was last compared with Shopify, what differed, and which figures are others by it. Pure. */
export function verificationLines(connection: VerifiedConnection, nowMs: number): DoctorLine[] {
  const { name, verification, corrections } = connection;
  const comparedAtMs = verification === null ? connection.wholeSinceMs : Date.parse(verification.verifiedAt);
  const lateFromMs = Math.max(comparedAtMs ?? nowMs, connection.resumedAtMs ?? -Infinity) + LATE_AFTER_MS;
  const isLate = connection.isSynced && nowMs > lateFromMs;
  if (verification === null) {
    return [{ level: isLate ? 'warn' : 'ok', text: `${name}: not verified yet${isLate ? ', and late' : ''}` }];
  }
  const { verifiedAt, rowsCompared, rowsChanged, rowsAdded, rowsMissing, appsSkipped } = verification;
  const found = [
    [rowsChanged, 'had changed'],
    [rowsAdded, 'had not been here'],
    [rowsMissing, 'are not shown any more'],
  ].flatMap(([rows, what]) => (rows === 0 ? [] : [`${rows} ${what}`]));
  const text =
    `${name}: verified on ${day(verifiedAt)}, ${rowsCompared} rows compared, ` +
    (found.length === 0 ? 'none differed' : found.join(', ')) +
    (appsSkipped === 0 ? '' : `; the events of ${appsSkipped} apps were refused`);
  const level = isLate ? 'warn' : found.length === 0 ? 'ok' : 'note';
  const figures = corrections.map((correction) => ({ level: 'note', text: `  ${inWords(correction)}` }) as const);
  return [{ level, text: isLate ? `${text}; the next full scan is late` : text }, ...figures];
}

function inWords({ myshopifyDomain, shopNumber, appId, figure, at, from, to }: WalkCorrection): string {
  const since = at === null ? '' : ` since ${day(at)}`;
  return `${myshopifyDomain ?? `shop ${shopNumber}`}, ${appId}: ${figure}${since} was ${shown(from)}, is ${shown(to)}`;
}

function shown(value: Money | string | null): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : `${value.amount} ${value.currencyCode}`;
}

function day(instant: string): string {
  return instant.slice(0, 'YYYY-MM-DD'.length);
}
