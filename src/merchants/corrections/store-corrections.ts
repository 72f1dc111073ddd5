import type { CorrectionCause } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, plusMs } from '../../values/instant.js';
import { pairKey, type PairResult } from '../pairs.js';
import { RULES_VERSION } from '../rules/fold.js';
import { HOUR_MS } from '../rules/words/durations.js';
import { correctionCause, correctionEvidence } from './correction-reasons.js';
import { type Correction, correctionsOf } from './corrections.js';
import { readPast, type StoredPast } from './store-past.js';

/** Shopify shows what happened within minutes: what is learned within the hour is news, later it is a correction. */
const NEWS_FOR_MS = HOUR_MS;

/**
 * Writes what the new results say otherwise of the past than the stored ones. Its reads are on their way when this
 * returns its promise, so the stored results may be replaced at once. The caller holds lock_merchants.
 */
export async function noteCorrections(
  tenant: Tenant,
  connectionId: string,
  replaced: readonly PairResult[],
): Promise<void> {
  if (replaced.length === 0) return;
  const [absence, past] = await Promise.all([
    readReadingGap(tenant, connectionId),
    readPast(tenant, connectionId, replaced),
  ]);
  const rows = replaced.flatMap((pair) => {
    const before = past.get(pairKey(pair));
    return before === undefined ? [] : correctionRows(pair, before, endOfPast(pair.asOf, absence));
  });
  if (rows.length > 0) await insert(tenant, connectionId, rows);
}

/** While nothing was read nothing was shown: what happened then is news, too, when reading begins again. */
function endOfPast(asOf: Instant, absence: ReadingGap | undefined): Instant {
  const anHourAgo = plusMs(asOf, -NEWS_FOR_MS);
  const { lastSyncedAt, absentFrom, absentUntil } = absence ?? {
    lastSyncedAt: null,
    absentFrom: null,
    absentUntil: null,
  };
  const shownUntil = absentUntil === asOf ? absentFrom : lastSyncedAt;
  return shownUntil !== null && shownUntil < anHourAgo ? shownUntil : anHourAgo;
}

function correctionRows(
  { appNumber, shopNumber, folded, asOf, refold, walkStartedAt = null }: PairResult,
  before: StoredPast,
  until: Instant,
) {
  const corrections = correctionsOf({ before, after: folded, afterUntil: () => refold(asOf, until), until });
  if (corrections.length === 0) return [];
  const isByOlderRules = before.rulesVersion < RULES_VERSION;
  const cause = correctionCause({ before, isByOlderRules, asOf, foldedAt: (time) => refold(time, time) });
  return corrections.map((correction) => ({
    app_number: appNumber,
    shop_number: shopNumber,
    cause,
    walk_started_at: walkStartedAt,
    evidence: correctionEvidence(correction, before.lines, folded.events),
    ...correctionValues(correction),
  }));
}

function correctionValues(correction: Correction) {
  const { figure, at } = correction;
  if (correction.figure !== 'mrr') return { figure, at, from_value: correction.from, to_value: correction.to };
  const { from, to } = correction;
  return { figure, at, from_mrr: from.units.toString(), to_mrr: to.units.toString(), currency: to.currency };
}

interface ReadingGap {
  readonly lastSyncedAt: Instant | null;
  readonly absentFrom: Instant | null;
  readonly absentUntil: Instant | null;
}

async function readReadingGap({ sql }: Tenant, connectionId: string): Promise<ReadingGap | undefined> {
  const [absence] = await sql<ReadingGap[]>`
    select last_synced_at, absent_from, absent_until from sync_status where connection_id = ${connectionId}
  `.execute();
  return absence;
}

async function insert(
  { sql, organizationId }: Tenant,
  connectionId: string,
  rows: readonly (ReturnType<typeof correctionValues> & { readonly cause: CorrectionCause })[],
): Promise<void> {
  await sql`
    insert into merchant_corrections (
      organization_id, connection_id, app_number, shop_number, figure, at, from_value, to_value, from_mrr, to_mrr,
      currency, cause, evidence, walk_started_at
    )
    select ${organizationId}, ${connectionId}, r.*
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (
      app_number bigint, shop_number bigint, figure text, at timestamptz, from_value text, to_value text,
      from_mrr numeric, to_mrr numeric, currency text, cause text, evidence text[], walk_started_at timestamptz
    )
  `;
}
