import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { readEnvironment, tokenKeys } from '../config/config.js';
import { Refusal } from '../connections/commands/refusal.js';
import { connectionWorkflowId } from '../contract/names.js';
import { eraseOrganization, type ErasingStep } from '../erasure/erase-organization.js';
import { createErasedNames } from '../erasure/erased-names.js';
import type { ErasureReceipt } from '../erasure/receipts.js';
import { eraseMerchant } from '../merchants/erase/erase-merchant.js';
import { operatorName, withCommands, withTemporal } from './operator.js';
import { print } from './print.js';

export interface EraseOptions {
  readonly organization: string;
  readonly shop?: string;
}

/** Erases one shop of an organization, or the whole organization, for good; prints the receipt. */
export async function erase({ organization, shop }: EraseOptions): Promise<void> {
  const receipt = shop === undefined ? await eraseWhole(organization) : await eraseShop(organization, shop);
  const rows = Object.entries(receipt.counts).map(([table, count]) => `${count} ${table}`);
  print(`receipt ${receipt.id}  ${receipt.at}  ${receipt.kind} erased by ${receipt.actor}`);
  print(rows.join(', ') || 'no rows');
}

async function eraseShop(organizationId: string, shop: string): Promise<ErasureReceipt> {
  return withCommands(async ({ sql }) => {
    const erasedNames = createErasedNames(tokenKeys(readEnvironment()));
    try {
      return await eraseMerchant({ sql, erasedNames }, { organizationId, name: operatorName() }, shop);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Error('This organization knows no such shop.', { cause: error });
    }
  });
}

async function eraseWhole(organizationId: string): Promise<ErasureReceipt> {
  const environment = readEnvironment();
  const receipt = await withTemporal(environment, (client) =>
    withCommands((deps) =>
      eraseOrganization(
        { ...deps, hasEnded: (id) => workflowHasEnded(client, id), wait: sleep, onStep: tell },
        { organizationId, name: operatorName() },
      ),
    ),
  );
  if (receipt === null) throw new Error('There is nothing of this organization.');
  return receipt;
}

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** One that does not end in time, or cannot be looked at, ends by itself when it finds its connection gone. */
async function workflowHasEnded(client: Client, connectionId: string): Promise<void> {
  const handle = client.workflow.getHandle(connectionWorkflowId(connectionId));
  const untilMs = performance.now() + PATIENCE_MS;
  try {
    while (performance.now() < untilMs) {
      const { status } = await client.withDeadline(Date.now() + PATIENCE_MS, () => handle.describe());
      if (status.name !== 'RUNNING') return;
      await sleep(LOOK_EVERY_MS);
    }
    print(`${connectionId}  its workflow is still there; it ends by itself when it looks next`);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return;
    print(`${connectionId}  Temporal does not answer; the workflow ends by itself when it looks next`);
  }
}

function tell(step: ErasingStep): void {
  switch (step.step) {
    case 'disconnected':
      return print(`${step.connectionId}  disconnected, its token destroyed`);
    case 'waits':
      return print(`${step.connectionId}  a request may be under way for ${Math.ceil(step.leasedForMs / 1000)} s more`);
    case 'erased':
      return print(`${step.rows} rows of ${step.table}`);
  }
}
