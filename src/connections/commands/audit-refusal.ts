import type { Actor } from '../../contract/actor.js';
import { type AuditAction, writeAuditLine } from '../../postgres/audit.js';
import { withTenant } from '../../postgres/tenant.js';
import type { CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';

export interface AuditedAttempt {
  readonly action: AuditAction;
  readonly connectionId: string | null;
  readonly partnerOrganizationId: string;
  /** Where it is about one. */
  readonly appNumber?: string;
}

/** Runs what Shopify is asked and leaves an audit line when it is refused: trying tokens must not go unseen. */
export async function auditRefusal<T>(
  { sql }: CommandDeps,
  actor: Actor,
  { action, connectionId, ...named }: AuditedAttempt,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Refusal) {
      const detail = { ...named, reason: error.message };
      await withTenant(sql, actor.organizationId, (tenant) =>
        writeAuditLine(tenant, { actor: actor.name, action, connectionId, detail }),
      );
    }
    throw error;
  }
}
