import type { Actor } from '../../contract/actor.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { Refusal } from '../commands/refusal.js';
import { findConnectionSummary } from '../store/connection-summaries.js';
import { type ConnectionView, connectionView, type ViewPolicy } from './connection-view.js';

export interface ReadDeps {
  readonly sql: Sql;
  readonly policy: ViewPolicy;
}

/** @throws Refusal `not_found`, for an unknown id as for another organization's */
export async function readConnection({ sql, policy }: ReadDeps, actor: Actor, id: string): Promise<ConnectionView> {
  const row = await withTenant(sql, actor.organizationId, (tenant) => findConnectionSummary(tenant, id));
  if (row === undefined) throw new Refusal('not_found');
  return connectionView(row, policy);
}
