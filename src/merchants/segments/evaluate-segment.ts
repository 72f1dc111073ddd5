import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import { GOING_ON_MS } from './segment-rows.js';

/** Whoever derives merchants of the organization waits for so many of them. */
const SHOPS_AT_A_TIME = 500;
/** How long a trial may be within its time before its merchant is in the segment. */
const LOOK_EVERY_MS = 60_000;
/** Clocks of two servers, one of which takes over from the other, differ by less. */
const CLOCKS_DIFFER_BY = '5 minutes';

interface EvaluationStep {
  readonly shopNumbers: readonly string[];
  /** What is written down of it: the columns of `segments` that say how far it has come. */
  readonly reached: { readonly evaluatedTo?: string | null; readonly trialsHeededTo?: Instant };
  readonly isLast: boolean;
}

/**
 * Looks at the merchants that a segment was not compared with since it was saved, and at those that time alone brought
 * into it; some at a time, so that nobody who derives merchants waits long. Killed in between it is gone on with, by
 * whoever calls next: see `listDueSegments`.
 * @param untilMs by this process' monotonic clock: then it ends where it has come to
 */
export async function evaluateSegment(sql: Sql, organizationId: string, id: string, untilMs: number): Promise<void> {
  let isOver = false;
  while (!isOver && performance.now() < untilMs) {
    isOver = await withTenant(sql, organizationId, (tenant) => evaluateSome(tenant, id));
  }
}

/** @returns whether nothing is left to do */
async function evaluateSome(tenant: Tenant, id: string): Promise<boolean> {
  const { sql } = tenant;
  // Whoever holds it longer has others go on first: it is come back to.
  await sql`set local lock_timeout = '1s'`;
  await lockMerchants(tenant);
  const step = await nextStep(tenant, id);
  if (step === null) return true;
  await sql`call evaluate_segments(${[...step.shopNumbers]}::bigint[], ${id})`;
  await tellRenamed(tenant, id, step.shopNumbers);
  await sql`
    update segments
    set ${sql({ ...step.reached })},
        renamed = renamed and ${step.reached.evaluatedTo !== null},
        due_at = case
          when ${!step.isLast} then now() + ${GOING_ON_MS} * interval '1 millisecond'
          when trial_within is not null and deleted_at is null then now() + ${LOOK_EVERY_MS} * interval '1 millisecond'
        end
    where id = ${id}
  `;
  return step.isLast;
}

/** Members are shown with the segment's name: a new one is a change of each. */
async function tellRenamed({ sql }: Tenant, id: string, shopNumbers: readonly string[]): Promise<void> {
  await sql`
    select note_moved_merchants(array_agg(m.shop_number))
    from segments s
    join segment_members m on m.segment_id = s.id
    where s.id = ${id} and s.renamed and m.shop_number = any (${[...shopNumbers]}::bigint[])
    having count(*) > 0
  `;
}

async function nextStep(tenant: Tenant, id: string): Promise<EvaluationStep | null> {
  const [segment] = await tenant.sql<{ evaluatedTo: string | null; isDeleted: boolean; hasTime: boolean }[]>`
    select evaluated_to, deleted_at is not null as is_deleted, trial_within is not null as has_time
    from segments
    where id = ${id}
  `;
  if (segment === undefined) return null;
  const { evaluatedTo, isDeleted, hasTime } = segment;
  if (evaluatedTo !== null) return isDeleted ? membersOf(tenant, id) : merchantsAfter(tenant, evaluatedTo);
  return hasTime && !isDeleted ? endingTrials(tenant, id) : null;
}

/** Each step takes the members away that it finds. */
async function membersOf({ sql }: Tenant, id: string): Promise<EvaluationStep> {
  const rows = await sql<{ shopNumber: string }[]>`
    select shop_number from segment_members where segment_id = ${id} limit ${SHOPS_AT_A_TIME}
  `;
  const isLast = rows.length < SHOPS_AT_A_TIME;
  return {
    shopNumbers: rows.map(({ shopNumber }) => shopNumber),
    reached: { evaluatedTo: isLast ? null : '0' },
    isLast,
  };
}

/** Of all that ever were shown, so that also those are seen that are hidden now, and leave. */
async function merchantsAfter({ sql }: Tenant, shopNumber: string): Promise<EvaluationStep> {
  const rows = await sql<{ shopNumber: string }[]>`
    select shop_number
    from merchant_changes
    where shop_number > ${shopNumber}
    order by shop_number
    limit ${SHOPS_AT_A_TIME}
  `;
  const last = rows.length < SHOPS_AT_A_TIME ? undefined : rows.at(-1);
  return {
    shopNumbers: rows.map((row) => row.shopNumber),
    reached: { evaluatedTo: last?.shopNumber ?? null },
    isLast: last === undefined,
  };
}

/** Whose trial has come within the time since it was looked last. */
async function endingTrials({ sql }: Tenant, id: string): Promise<EvaluationStep> {
  const rows = await sql<[EndingTrial, ...EndingTrial[]]>`
    select s.until - ${CLOCKS_DIFFER_BY}::interval as heeded_to, m.shop_number, m.trial_ends_at
    from (
      select trials_heeded_to as after, clock_timestamp() + trial_within as until from segments where id = ${id} offset 0
    ) as s
    left join lateral (
      select shop_number, trial_ends_at
      from merchant_apps
      where status = 'trialing' and trial_ends_at > s.after and trial_ends_at <= s.until
      order by trial_ends_at
      fetch first (${SHOPS_AT_A_TIME}) rows with ties
    ) as m on true
    order by m.trial_ends_at
  `;
  const isLast = rows.length < SHOPS_AT_A_TIME;
  return {
    shopNumbers: [...new Set(rows.flatMap(({ shopNumber }) => shopNumber ?? []))],
    reached: { trialsHeededTo: (isLast ? null : rows.at(-1)?.trialEndsAt) ?? rows[0].heededTo },
    isLast,
  };
}

interface EndingTrial {
  readonly heededTo: Instant;
  readonly shopNumber: string | null;
  readonly trialEndsAt: Instant | null;
}
