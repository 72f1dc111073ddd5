import { randomUUID } from 'node:crypto';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { disconnect } from '../connections/commands/disconnect.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import type { Actor } from '../contract/actor.js';
import { withTenant } from '../postgres/tenant.js';
import { CodedError } from '../values/coded-error.js';
import { type ErasureReceipt, insertReceipt } from './receipts.js';
import { eraseSomeRows, listConnectionIds } from './store-organization.js';

/** What it has just done, for whoever watches. */
export type ErasingStep =
  | { readonly step: 'disconnected'; readonly connectionId: string }
  | { readonly step: 'waits'; readonly connectionId: string; readonly leasedForMs: number }
  | { readonly step: 'erased'; readonly table: string; readonly rows: number };

export interface EraseOrganizationDeps extends CommandDeps {
  /** Resolves when the workflow of a connection that was disconnected has ended, or need not be waited for. */
  readonly hasEnded: (connectionId: string) => Promise<void>;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly onStep: (step: ErasingStep) => void;
}

const ROWS_AT_A_TIME = 5_000;
const LONGEST_WAIT_MS = 1_000;

/**
 * Erases an organization: first its connections end as if disconnected, with the token destroyed and the sync stopped,
 * then every row goes, some at a time. It may be stopped and begun again anywhere. The receipts stay, and what keeps shops
 * away that were erased before: the organization may connect again.
 * @returns null where there is nothing of it
 */
export async function eraseOrganization(deps: EraseOrganizationDeps, actor: Actor): Promise<ErasureReceipt | null> {
  const { organizationId } = actor;
  const ofTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(deps.sql, organizationId, work);
  const connectionIds = await ofTenant(listConnectionIds);
  for (const connectionId of connectionIds) await endConnection(deps, actor, connectionId);
  const counts = new Map<string, number>();
  for (;;) {
    const erased = await ofTenant((tenant) => eraseSomeRows(tenant, ROWS_AT_A_TIME));
    if (erased === null) break;
    counts.set(erased.table, (counts.get(erased.table) ?? 0) + erased.rows);
    deps.onStep({ step: 'erased', ...erased });
  }
  if (counts.size === 0) return null;
  const receipt = {
    id: randomUUID(),
    actor: actor.name,
    kind: 'organization',
    counts: Object.fromEntries(counts),
  } as const;
  return ofTenant((tenant) => insertReceipt(tenant, receipt));
}

/** As its owner would, and then until no request can be on the wire any more. */
async function endConnection(deps: EraseOrganizationDeps, actor: Actor, connectionId: string): Promise<void> {
  await disconnect(deps, actor, connectionId);
  for (;;) {
    const confirmed = await withTenant(deps.sql, actor.organizationId, (tenant) =>
      confirmDisconnected(tenant, connectionId),
    );
    if (confirmed === 'disconnected') break;
    if (confirmed === 'revived')
      throw new CodedError('connection_revived', `The connection ${connectionId} was connected again meanwhile.`);
    deps.onStep({ step: 'waits', connectionId, leasedForMs: confirmed.leasedForMs });
    await deps.wait(Math.min(confirmed.leasedForMs, LONGEST_WAIT_MS));
  }
  await deps.hasEnded(connectionId);
  deps.onStep({ step: 'disconnected', connectionId });
}
