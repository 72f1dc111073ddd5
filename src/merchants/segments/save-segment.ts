import type { CommandDeps } from '../../connections/commands/command-deps.js';
import { Refusal } from '../../connections/commands/refusal.js';
import type { Actor } from '../../contract/actor.js';
import { writeAuditLine } from '../../postgres/audit.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { lockMerchants } from '../derive/input/due-pairs.js';
import { evaluateAtOnce } from './evaluate-at-once.js';
import {
  countSegments,
  findSegment,
  insertSegment,
  isNameTaken,
  markSegmentDeleted,
  type Segment,
  type SegmentDraft,
  updateSegment,
} from './segment-rows.js';

/** Each is compared with every merchant that changes. */
export const MOST_SEGMENTS = 50;

type Deps = Pick<CommandDeps, 'sql' | 'log'>;

/** @throws Refusal `segment_limit`, `segment_name_taken` */
export async function createSegment(
  deps: Deps,
  { organizationId, name: actor }: Actor,
  draft: SegmentDraft,
): Promise<Segment> {
  const id = await withTenant(deps.sql, organizationId, async (tenant) => {
    await lockMerchants(tenant);
    if ((await countSegments(tenant)) >= MOST_SEGMENTS) throw new Refusal('segment_limit');
    await refuseTakenName(tenant, draft.name, null);
    const created = await insertSegment(tenant, actor, draft);
    await writeAuditLine(tenant, { actor, action: 'create_segment', connectionId: null, detail: { segment: created } });
    return created;
  });
  return withMembers(deps, organizationId, id);
}

/** Replaces name and criteria. @throws Refusal `not_found`, `segment_name_taken` */
export async function changeSegment(
  deps: Deps,
  { organizationId, name: actor }: Actor,
  id: string,
  draft: SegmentDraft,
): Promise<Segment> {
  await withTenant(deps.sql, organizationId, async (tenant) => {
    await lockMerchants(tenant);
    if ((await findSegment(tenant, id)) === undefined) throw new Refusal('not_found');
    await refuseTakenName(tenant, draft.name, id);
    await updateSegment(tenant, id, actor, draft);
    await writeAuditLine(tenant, { actor, action: 'change_segment', connectionId: null, detail: { segment: id } });
  });
  return withMembers(deps, organizationId, id);
}

/** Its members leave it, each told of in the feed. @throws Refusal `not_found` */
export async function deleteSegment(deps: Deps, { organizationId, name: actor }: Actor, id: string): Promise<void> {
  await withTenant(deps.sql, organizationId, async (tenant) => {
    await lockMerchants(tenant);
    if ((await findSegment(tenant, id)) === undefined) throw new Refusal('not_found');
    await markSegmentDeleted(tenant, id, actor);
    await writeAuditLine(tenant, { actor, action: 'delete_segment', connectionId: null, detail: { segment: id } });
  });
  await evaluateAtOnce(deps, organizationId, id);
}

async function refuseTakenName(tenant: Tenant, name: string, id: string | null): Promise<void> {
  if (await isNameTaken(tenant, name, id)) throw new Refusal('segment_name_taken');
}

async function withMembers(deps: Deps, organizationId: string, id: string): Promise<Segment> {
  await evaluateAtOnce(deps, organizationId, id);
  const segment = await withTenant(deps.sql, organizationId, (tenant) => findSegment(tenant, id));
  // Somebody else has deleted it meanwhile.
  if (segment === undefined) throw new Refusal('not_found');
  return segment;
}
