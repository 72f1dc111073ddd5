import type { Permission } from '../../contract/connection-words.js';
import type { FiredFault } from '../faults/script.js';
import type { PreparedQuery } from '../graphql/prepare.js';
import { type LoggedRequest, monotonicMs } from '../request-log.js';
import type { Grant, Organization } from '../world.js';
import { type Answer, refusals } from './answer.js';
import type { GraphqlBody } from './graphql-body.js';
import type { SimulatorParts } from './parts.js';

/** A request that was read, logged and matched with the faults that happen to it. */
export interface ReceivedRequest {
  readonly entry: LoggedRequest;
  readonly body: GraphqlBody;
  readonly prepared: PreparedQuery;
  readonly faults: readonly FiredFault[];
}

/** Who asks, and what they may see. */
export interface Admitted {
  readonly organization: Organization;
  readonly grant: Grant;
}

const MAXIMUM_QUERY = 50_000;

/** Everything that is refused before a query is looked at. Only requests with a good token count against its limit. */
export function admit(
  { world, settings, rateLimit }: SimulatorParts,
  { entry: { organizationId, tokenHash, version }, body, prepared }: ReceivedRequest,
): Admitted | { readonly refusal: Answer } {
  const organization = world.organization(organizationId);
  const grant = tokenHash === null ? undefined : organization?.grant(tokenHash);
  if (organization === undefined || grant === undefined || tokenHash === null)
    return { refusal: refusals.invalidToken() };
  if (!settings.versions.some(({ handle }) => handle === version)) return { refusal: refusals.invalidVersion() };
  if (!rateLimit.take(tokenHash, settings.requestsPerSecond, monotonicMs())) {
    return { refusal: refusals.throttled(settings.throttleForm, settings.retryAfter) };
  }
  if (body.query.length > MAXIMUM_QUERY) return { refusal: refusals.queryTooLong() };
  const { form, message, code } = grant.denial;
  if (form === 'http_403' && !mayAsk(grant, prepared)) return { refusal: refusals.forbidden(message, code) };
  return { organization, grant };
}

const neededFor: Partial<Record<string, Permission>> = {
  transactions: 'view_financials',
  transaction: 'view_financials',
  app: 'manage_apps',
  events: 'manage_apps',
  activeSubscription: 'manage_apps',
};

function mayAsk({ permissions }: Grant, { fields }: PreparedQuery): boolean {
  return fields.every(({ field }) => {
    const permission = neededFor[field];
    return permission === undefined || permissions.includes(permission);
  });
}
