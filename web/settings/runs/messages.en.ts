import type { Run } from '../../shared/api/types.js';
import { formatCount, plural } from '../../shared/format/numbers.js';

/** The words of the recent syncs. */
export const messages = {
  title: 'Recent syncs',
  description: 'The last five, newest first; of those that found nothing only the latest.',
  none: 'No sync has finished yet.',
  outcomes: {
    ok: 'Finished',
    more: 'Continued',
    failed: 'Failed',
    cancelled: 'Stopped',
    running: 'Running',
    waiting: 'Waiting',
    cut_off: 'Cut off',
  },
  reasons: {
    cancelled: 'Somebody disconnected or reconnected meanwhile.',
    waiting: 'Shopify asked us to slow down.',
    cut_off: 'It never said that it ended. The next one went on from there.',
  },
  day: {
    title: 'Last 24 hours',
    none: 'No sync yet',
    hour: (from: string, to: string, what: string) => `${from}–${to}: ${what}`,
    fine: (count: number) => `${formatCount(count)} finished`,
    failed: (count: number) => `${formatCount(count)} failed`,
    stopped: (count: number) => `${formatCount(count)} stopped`,
    nothing: 'no sync',
    legend: { ok: 'Finished', failed: 'Some failed', none: 'No sync' },
    noFailure: 'No sync failed.',
    failures: (count: number, hours: string) =>
      `${formatCount(count)} ${plural(count, 'sync', 'syncs')} failed, around ${hours}.`,
    others: (count: number) => `${formatCount(count)} more ${plural(count, 'hour', 'hours')}`,
    now: 'now',
  },
  kinds: {
    head: 'Newest records',
    backfill: 'History',
    sweep: 'Late records',
    walk: 'Full check',
  } satisfies Record<Run['kind'], string>,
  counts: (rows: number, newRows: number) =>
    `${formatCount(rows)} ${plural(rows, 'record', 'records')} read, ${formatCount(newRows)} new`,
  shortly: 'under a second',
  errors: {
    token_rejected: 'Shopify did not accept the token.',
    permission_missing: 'The token lacks a permission.',
    api_version_retired: 'Shopify no longer serves the API version that we use.',
    query_refused: 'Shopify refused one of our requests.',
    unexpected_answer: 'Shopify’s answer was not what its API promises.',
    shopify_unavailable: 'Shopify did not respond.',
    internal: 'Something went wrong on our side.',
  },
} as const;
