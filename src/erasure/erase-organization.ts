import { randomUUID } from 'node:crypto';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { disconnect } from '../connections/commands/disconnect.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import type { Actor } from '../contract/actor.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { CodedError } from '../values/coded-error.js';
import { addToReceipt, type ErasureReceipt, findUnfinished, finishReceipt, insertReceipt } from './receipts.js';
import { holdErasures } from './store-erased-names.js';
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
 * then every row goes, some at a time. It may be stopped and begun again anywhere: the receipt is there from the first,
 * and whoever begins again goes on with it. The receipts stay, and what keeps shops away that were erased before: the
 * organization may connect again.
 * @returns null where there is nothing of it
 * @throws CodedError `connection_revived` where somebody connects meanwhile; what they store is left alone
 */
export async function eraseOrganization(deps: EraseOrganizationDeps, actor: Actor): Promise<ErasureReceipt | null> {
  const { organizationId } = actor;
  const ofTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(deps.sql, organizationId, work);
  const connectionIds = await ofTenant(listConnectionIds);
  if (connectionIds.length > 0) await ofTenant((tenant) => openReceipt(tenant, actor));
  for (const connectionId of connectionIds) await endConnection(deps, actor, connectionId);
  for (;;) {
    const erased = await ofTenant(async (tenant) => {
      const some = await eraseSomeRows(tenant, ROWS_AT_A_TIME);
      if (some !== null) await addToReceipt(tenant, (await openReceipt(tenant, actor)).id, some.table, some.rows);
      return some;
    });
    if (erased === null) break;
    deps.onStep({ step: 'erased', ...erased });
  }
  return ofTenant(async (tenant) => {
    const receipt = await findUnfinished(tenant);
    return receipt === undefined ? null : finishReceipt(tenant, receipt.id);
  });
}

async function openReceipt(tenant: Tenant, { name }: Actor): Promise<ErasureReceipt> {
  await holdErasures(tenant);
  const open = await findUnfinished(tenant);
  const receipt = { id: randomUUID(), actor: name, kind: 'organization', counts: {}, isFinished: false } as const;
  return open ?? insertReceipt(tenant, receipt);
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
