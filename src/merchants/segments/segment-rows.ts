import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { type Criteria, criteriaColumns } from './criteria.js';

/** What its owner says of a segment. */
export interface SegmentDraft {
  readonly name: string;
  readonly criteria: Criteria;
}

/** A named filter of merchants. */
export interface Segment extends SegmentDraft {
  readonly id: string;
  /** How many merchants are in it now. */
  readonly members: number;
  /** False while merchants are still being looked at since it was saved: some may still enter or leave. */
  readonly isWhole: boolean;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedBy: string;
  readonly updatedAt: Instant;
}

/** Until somebody else may take it that whoever began to look at its merchants has died. */
export const GOING_ON_MS = 10_000;

/** By their names, as people order them. */
export async function listSegments({ sql }: Tenant): Promise<Segment[]> {
  return sql<Segment[]>`
    select ${shownColumns(sql)} from segments where deleted_at is null order by lower(name), id
  `;
}

/** Undefined for one that is not there, or not any more. */
export async function findSegment({ sql }: Tenant, id: string): Promise<Segment | undefined> {
  const [segment] = await sql<Segment[]>`
    select ${shownColumns(sql)} from segments where id = ${id} and deleted_at is null
  `;
  return segment;
}

/** Whether another segment is called so, in whatever case. */
export async function isNameTaken({ sql }: Tenant, name: string, id: string | null): Promise<boolean> {
  const rows = await sql`
    select from segments
    where lower(name) = lower(${name}) and deleted_at is null and id is distinct from ${id}::uuid
  `;
  return rows.length > 0;
}

export async function countSegments({ sql }: Tenant): Promise<number> {
  const [{ segments }] = await sql<[{ segments: number }]>`
    select count(*)::integer as segments from segments where deleted_at is null
  `;
  return segments;
}

/** @returns its id. Nobody is in it yet */
export async function insertSegment(tenant: Tenant, by: string, { name, criteria }: SegmentDraft): Promise<string> {
  const { sql, organizationId } = tenant;
  const own = { organizationId, name, createdBy: by, updatedBy: by, criteria: sql.json({ ...criteria } as never) };
  const [{ id }] = await sql<[{ id: string }]>`
    insert into segments ${sql({ ...own, ...criteriaColumns(criteria) })}
    returning id
  `;
  await lookAgain(tenant, id);
  return id;
}

/** Its merchants are looked at again where something else is asked than before, or under another name. */
export async function updateSegment(
  tenant: Tenant,
  id: string,
  by: string,
  { name, criteria }: SegmentDraft,
): Promise<void> {
  const { sql } = tenant;
  const said = JSON.stringify(criteria);
  const changed = await sql`
    update segments
    set ${sql({ ...criteriaColumns(criteria), name })}, criteria = ${said}::text::jsonb,
        renamed = renamed or name <> ${name}
    where id = ${id} and (criteria <> ${said}::text::jsonb or name <> ${name})
    returning id
  `;
  if (changed.length > 0) await lookAgain(tenant, id);
  await sql`update segments set updated_by = ${by}, updated_at = now() where id = ${id}`;
}

/** From now on it is called by nobody; its members leave it. */
export async function markSegmentDeleted(tenant: Tenant, id: string, by: string): Promise<void> {
  await tenant.sql`update segments set deleted_at = now(), updated_by = ${by}, updated_at = now() where id = ${id}`;
  await lookAgain(tenant, id);
}

/** All merchants are to be looked at, from the first on. Trials that begin meanwhile are by whoever derives them. */
async function lookAgain({ sql }: Tenant, id: string): Promise<void> {
  await sql`
    update segments
    set evaluated_to = 0, trials_heeded_to = now() + trial_within,
        due_at = now() + ${GOING_ON_MS} * interval '1 millisecond'
    where id = ${id}
  `;
}

function shownColumns(sql: Tenant['sql']) {
  return sql`
    id, name, criteria, members::integer as members, evaluated_to is null as is_whole, created_by, created_at, updated_by,
    updated_at
  `;
}
