import { findConnectionSummary } from '../connections/store/connection-summaries.js';
import { type Check, type Finding, findWrong } from '../merchants/always-true/check.js';
import { ALWAYS_TRUE } from '../merchants/always-true/checks.js';
import { compareAnswers } from '../merchants/answers/compare-answers.js';
import { listWalkCorrections } from '../merchants/corrections/walk-corrections.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { instantToMs } from '../values/instant.js';
import { answerLines } from './answer-lines.js';
import type { DoctorLine } from './doctor-line.js';
import { verificationLines } from './verification-lines.js';

export interface Organization {
  readonly organizationId: string;
  readonly connectionIds: readonly string[];
}

const MOST_CORRECTIONS_SHOWN = 20;
const MOST_DIFFERING_ANSWERS = 100;
/** SQLSTATE query_canceled: the statement took all the time that there was. */
const TIME_WAS_UP = '57014';

/**
 * What the doctor says of one organization: when each of its connections was last compared with Shopify, whether what is
 * always true is so, and where Shopify states something else of subscriptions than what was derived.
 * @param untilMs by `performance.now()`: a check that is not done by then is left, and the next ones with it
 * @returns the lines, and whether there was time for all of them
 */
export async function checkOrganization(
  sql: Sql,
  { organizationId, connectionIds }: Organization,
  untilMs: number,
): Promise<{ lines: DoctorLine[]; isWhole: boolean }> {
  const lines: DoctorLine[] = [];
  try {
    for (const connectionId of connectionIds) {
      if (performance.now() >= untilMs) return { lines, isWhole: false };
      lines.push(...(await verificationsOf(sql, organizationId, connectionId)));
    }
    for (const check of ALWAYS_TRUE) {
      const finding = await find(sql, organizationId, check, untilMs);
      if (finding === undefined) return { lines, isWhole: false };
      lines.push(alwaysTrueLine(`${organizationId}: ${check.name}`, finding));
    }
    // Last, because what it finds is only worth knowing.
    for (const connectionId of connectionIds) {
      const answers = await compareAnswers(sql, { organizationId, connectionId }, MOST_DIFFERING_ANSWERS, untilMs);
      if (!answers.isWhole) return { lines, isWhole: false };
      lines.push(...answerLines(`${organizationId}: ${connectionId}`, answers));
    }
  } catch (error) {
    if (isTimeUp(error)) return { lines, isWhole: false };
    throw error;
  }
  return { lines, isWhole: true };
}

function verificationsOf(sql: Sql, organizationId: string, connectionId: string): Promise<DoctorLine[]> {
  return withTenant(sql, organizationId, async (tenant) => {
    const summary = await findConnectionSummary(tenant, connectionId);
    if (summary === undefined) return [];
    const { status, isPaused, resumedAt, backfilled, progressStartedAt } = summary;
    const verified = {
      name: `${organizationId}: ${connectionId}`,
      wholeSinceMs: backfilled && progressStartedAt !== null ? instantToMs(progressStartedAt) : null,
      isSynced: status === 'connected' && !isPaused,
      resumedAtMs: resumedAt === null ? null : instantToMs(resumedAt),
      verification: summary.verification,
      corrections: await listWalkCorrections(tenant, connectionId, MOST_CORRECTIONS_SHOWN),
    };
    return verificationLines(verified, Date.now());
  });
}

/** @returns undefined when time is up already @throws SQLSTATE 57014 when it is up meanwhile */
async function find(sql: Sql, organizationId: string, check: Check, untilMs: number): Promise<Finding | undefined> {
  const leftMs = Math.floor(untilMs - performance.now());
  if (leftMs <= 0) return undefined;
  return withTenant(sql, organizationId, async (tenant) => {
    await tenant.sql`set transaction read only`;
    await tenant.sql`select set_config('statement_timeout', ${String(leftMs)}, true)`;
    return findWrong(tenant, check);
  });
}

function isTimeUp(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === TIME_WAS_UP;
}

function alwaysTrueLine(name: string, { lookedAt, wrong, examples }: Finding): DoctorLine {
  if (wrong === 0) return { level: 'ok', text: `${name} (${lookedAt} looked at)` };
  return { level: 'FAIL', text: `${name}: not so ${wrong} times of ${lookedAt}, such as ${examples.join(', ')}` };
}
