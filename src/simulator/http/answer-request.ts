import { isRewriteAnswer } from '../faults/effects.js';
import { type AnswerBody, asBody, connections, rewriteAnswer } from '../faults/rewrite-answer.js';
import type { FiredFault } from '../faults/script.js';
import { answerQuery } from '../graphql/execute.js';
import type { PreparedQuery } from '../graphql/prepare.js';
import type { QueryContext } from '../resolvers/context.js';
import type { LoggedRequest } from '../request-log.js';
import { monotonicMs } from '../request-log.js';
import type { Grant, Permission } from '../world.js';
import { type Answer, json, refusals } from './answer.js';
import type { GraphqlBody } from './graphql-body.js';
import type { SimulatorParts } from './parts.js';

export interface PartnerRequest {
  readonly organizationId: string;
  readonly version: string;
  /** The token's hash; null without the header. */
  readonly token: string | null;
  readonly body: GraphqlBody;
  readonly prepared: PreparedQuery;
  readonly entry: LoggedRequest;
}

const MAXIMUM_QUERY = 50_000;

/** Checks a request as Shopify does, then runs its query. */
export function answer(parts: SimulatorParts, request: PartnerRequest, faults: readonly FiredFault[]): Answer {
  const { world, settings, rateLimit, clock } = parts;
  const { token, body, prepared } = request;
  const organization = world.organization(request.organizationId);
  const grant = token === null ? undefined : organization?.grant(token);
  if (organization === undefined || grant === undefined || token === null) return refusals.invalidToken();
  if (!settings.versions.some(({ handle }) => handle === request.version)) return refusals.invalidVersion();
  if (!rateLimit.take(token, settings.requestsPerSecond, monotonicMs())) {
    return refusals.throttled(settings.throttleForm, settings.retryAfter);
  }
  if (body.query.length > MAXIMUM_QUERY) return refusals.queryTooLong();
  if (grant.denial.form === 'http_403' && !mayAsk(grant, prepared)) {
    return refusals.forbidden(grant.denial.message, grant.denial.code);
  }
  const now = clock() * 1000;
  organization.catchUp(now);
  const rewrites = faults.filter((fault) => isRewriteAnswer(fault.effect));
  const context: QueryContext = {
    organization,
    ...grant,
    now,
    cursorsIgnored: rewrites.some(({ effect }) => effect.kind === 'same_page'),
  };
  const result = answerQuery(
    { prepared, variables: body.variables ?? {}, operationName: body.operationName ?? undefined },
    context,
    settings.versions,
  );
  countRows(request.entry, result);
  if (rewrites.length === 0) return json(200, result);
  const rewritten = asBody(result);
  for (const { effect, aliases } of rewrites) {
    if (isRewriteAnswer(effect)) rewriteAnswer(rewritten, effect, aliases, grant.denial);
  }
  return json(200, rewritten);
}

function countRows(entry: LoggedRequest, result: { data?: AnswerBody['data'] }): void {
  for (const field of entry.fields) {
    field.rows = connections(result, [field.alias]).reduce((rows, { edges }) => rows + edges.length, 0);
    entry.rows += field.rows;
  }
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
