import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../../contract/actor.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import {
  countRefusedTokens,
  deleteTry,
  insertTry,
  lockTries,
  markTryRefused,
  readTries,
} from '../store/credential-tries.js';
import type { CommandDeps } from './command-deps.js';
import { Refusal } from './refusal.js';
import { standingOf, TRY_WINDOW_MS, type TryStanding } from './try-standing.js';

// As long as a command's last statement may take after its request was answered (api/load/deadlines.ts): what is not ended by
// then is that of a process that died.
const HOLD_MS = 60_000;
// While all that is left is being asked about: as long as a person in front of a form will wait.
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 200;
// Within an hour, for one Partner organization, whoever tries.
const ALARM_AT = 20;

export interface TokenTry {
  readonly partnerOrganizationId: string;
  /** Throws when it would be no use any more. Asked again while others of the organization are waited for. */
  readonly isWanted?: () => Promise<void>;
}

/**
 * Lets a Convot organization try so many tokens that Shopify refuses, and no more, over all processes. Only a refused
 * token counts: whatever else `check` ends with leaves no trace. How often others try the same Partner organization
 * makes no difference to the answer; the operator is told.
 * @throws Refusal `rate_limited`, and what `check` throws; a refused token says how many tries are left
 */
export async function limitTries<T>(
  deps: CommandDeps,
  actor: Actor,
  wanted: TokenTry,
  check: () => Promise<T>,
): Promise<T> {
  const { sql, log } = deps;
  const { partnerOrganizationId } = wanted;
  const inTenant = <Result>(work: (tenant: Tenant) => Promise<Result>) => withTenant(sql, actor.organizationId, work);
  const id = await begin(inTenant, wanted);
  try {
    const checked = await check();
    await inTenant((tenant) => deleteTry(tenant, id));
    return checked;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'token_rejected')) {
      await inTenant((tenant) => deleteTry(tenant, id));
      throw error;
    }
    const { standing, everywhere } = await inTenant(async (tenant) => {
      await markTryRefused(tenant, id);
      const standing = await readStanding(tenant, partnerOrganizationId);
      return { standing, everywhere: await countRefusedTokens(tenant, partnerOrganizationId) };
    });
    if (everywhere >= ALARM_AT) {
      log.warn(
        { partnerOrganizationId, refusedTokens: everywhere },
        'many tokens for one Partner organization refused',
      );
    }
    throw new Refusal('token_rejected', { triesLeft: standing.left, nextTryInMs: standing.nextInMs });
  }
}

type InTenant = <Result>(work: (tenant: Tenant) => Promise<Result>) => Promise<Result>;

async function begin(inTenant: InTenant, { partnerOrganizationId, isWanted }: TokenTry): Promise<string> {
  const id = randomUUID();
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    await isWanted?.();
    const { left, free, nextInMs } = await inTenant(async (tenant) => {
      await lockTries(tenant);
      const standing = await readStanding(tenant, partnerOrganizationId);
      if (standing.free > 0) await insertTry(tenant, id, partnerOrganizationId);
      return standing;
    });
    if (free > 0) return id;
    if (left === 0) throw new Refusal('rate_limited', { triesLeft: 0, nextTryInMs: nextInMs });
    if (performance.now() >= endMs) throw new Refusal('rate_limited', { nextTryInMs: PATIENCE_MS });
    await sleep(LOOK_EVERY_MS);
  }
}

async function readStanding(tenant: Tenant, partnerOrganizationId: string): Promise<TryStanding> {
  return standingOf(await readTries(tenant, partnerOrganizationId, { windowMs: TRY_WINDOW_MS, holdMs: HOLD_MS }));
}
