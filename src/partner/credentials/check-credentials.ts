import { setTimeout as sleep } from 'node:timers/promises';
import type { Permission } from '../../contract/connection-words.js';
import { commonReason, type ErrorReason } from '../client/error-meaning.js';
import type { PartnerApi, PartnerCredentials } from '../client/partner-api.js';
import { type Reading, readingOf } from './ask.js';

export type CredentialCheck =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'permission_missing'; readonly permissions: readonly [Permission, ...Permission[]] }
  | Exclude<Reading, { outcome: 'answered' | 'refused' }>;

export interface CheckOptions {
  /** How long after a refusal the same is asked again. */
  readonly confirmAfterMs?: number | undefined;
  readonly signal?: AbortSignal;
  /** What needs the permissions was answered just now: then only a code or status of access says otherwise. */
  readonly areHeld?: boolean;
}

/** A failure of Shopify's is rarely the same two seconds later; a permission that is missing is. */
const CONFIRM_AFTER_MS = 2_000;

/** One small question that needs the permission, and no other. */
export const PROBES: Readonly<Record<Permission, string>> = {
  view_financials: 'query Probe { probe: transactions(first: 1) { edges { cursor } } }',
  manage_apps: 'query Probe { probe: events(first: 1) { edges { cursor } } }',
};
const PERMISSIONS = Object.keys(PROBES) as Permission[];

type Probe = Exclude<Reading, { outcome: 'answered' }> | { readonly outcome: 'accepted' };

/**
 * Asks Shopify whether the credentials work, with one probe a permission, side by side: somebody waits.
 *
 * No document of Shopify's says how a missing permission is answered, so it is a judgement by elimination: what says
 * neither "your token" nor "our failure" by a status or a code, and says the same again two seconds later. Without a
 * code or status of access that holds only beside a permission that is there: refused alike, both are an outage.
 */
export async function checkCredentials(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  { confirmAfterMs = CONFIRM_AFTER_MS, signal, areHeld = false }: CheckOptions = {},
): Promise<CredentialCheck> {
  const probe = async (permission: Permission) =>
    asProbe(await readingOf(() => partnerApi({ credentials, document: PROBES[permission], variables: {} })));
  const refused: Refused[] = [];
  let isOutage = false;
  // None is on its way any more when this ends, however it ends.
  const answers = await Promise.allSettled(PERMISSIONS.map(probe));
  for (const [index, permission] of PERMISSIONS.entries()) {
    const answer = answers[index];
    if (answer?.status !== 'fulfilled') throw answer?.reason;
    const found = answer.value;
    if (found.outcome === 'refused') refused.push({ permission, reason: found.reason });
    else if (found.outcome === 'unavailable' && refused.some(isOfAccess)) isOutage = true;
    else if (found.outcome !== 'accepted') return found;
  }
  if (refused.length === 0) return { outcome: 'accepted' };
  await sleep(confirmAfterMs, undefined, signal === undefined ? {} : { signal });
  const still: Refused[] = [];
  for (const one of refused) {
    const found = await probe(one.permission);
    if (found.outcome === 'accepted') continue;
    if (found.outcome !== 'refused') return found;
    if (!isAlike(found.reason, one.reason)) return { outcome: 'unavailable' };
    still.push(one);
  }
  const [first, ...more] = still;
  if (first === undefined) return isOutage ? { outcome: 'unavailable' } : { outcome: 'accepted' };
  const wavers = areHeld || isOutage || still.length < refused.length;
  return judge([first, ...more], wavers);
}

interface Refused {
  readonly permission: Permission;
  readonly reason: ErrorReason;
}

function asProbe(reading: Reading): Probe {
  if (reading.outcome === 'refused' && reading.reason.meaning === 'absent') return { outcome: 'not_found' };
  if (reading.outcome !== 'answered') return reading;
  const { probe } = reading.data;
  if (probe === undefined) return { outcome: 'unavailable' };
  return probe === null ? { outcome: 'refused', reason: commonReason([]) } : { outcome: 'accepted' };
}

/** @param wavers whether another probe was not answered as it should be, or not at once; or pages tell otherwise */
function judge(refused: readonly [Refused, ...Refused[]], wavers: boolean): CredentialCheck {
  const areAll = refused.length === PERMISSIONS.length;
  // Where one permission works, the token does.
  if (areAll && refused.every(({ reason }) => reason.meaning === 'unauthorized')) return { outcome: 'token_rejected' };
  if (!refused.some(isOfAccess)) {
    const [{ reason }] = refused;
    if (wavers || (areAll && refused.every((one) => isAlike(one.reason, reason)))) return { outcome: 'unavailable' };
  }
  const [first, ...more] = refused;
  return {
    outcome: 'permission_missing',
    permissions: [first.permission, ...more.map(({ permission }) => permission)],
  };
}

function isOfAccess({ reason: { meaning } }: Refused): boolean {
  return meaning === 'access' || meaning === 'unauthorized';
}

function isAlike(one: ErrorReason, other: ErrorReason): boolean {
  return one.meaning === other.meaning && one.likeness === other.likeness;
}
