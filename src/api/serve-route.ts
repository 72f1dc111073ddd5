import type { Request, RequestHandler, Response } from 'express';
import { writeAuditLine } from '../store/audit.js';
import type { Sql } from '../store/client.js';
import type { StoredAnswer } from '../store/idempotency.js';
import { inTenant } from '../store/tenant.js';
import type { Authenticate, Caller } from './authenticate.js';
import { Csv, sendCsv, type CsvFile } from './csv.js';
import type { Once } from './idempotency.js';
import { requestIdOf } from './log-requests.js';
import { ApiProblem } from './problems.js';
import { createLimiter, type RateLimits } from './rate-limits.js';
import { readBody, readParams, readQuery } from './read-request.js';
import type { Route, RouteDeps } from './route.js';
import { sendAnswer, sendRead } from './send-answer.js';
import { settled } from './settled.js';

export interface ServeDeps extends RouteDeps {
  readonly authenticate: Authenticate;
  readonly once: Once;
  readonly limits: RateLimits;
}

/**
 * Makes the request handler of every route: who calls, may they, is it well formed, was it asked before, and only then
 * what it does.
 */
export function createServeRoute(deps: ServeDeps): (route: Route) => RequestHandler {
  const { authenticate, once, sql, limits } = deps;
  const requests = createLimiter(limits.requests, ({ locals }) => callerOf(locals).organizationId);

  return (route) => async (request, response) => {
    response.locals['route'] = route.path;
    const caller = await authenticate(onlyAuthorization(request));
    response.locals['caller'] = caller;
    await settled(requests, request, response); // before the role: a refusal writes an audit line
    await requireRole(sql, route, caller);
    const params = readParams(route.params, request.params);
    const query = readQuery(route.query, request.url);
    const body = route.body === undefined ? undefined : await readBody(route.body, request, response);

    const run = (): Promise<StoredAnswer> =>
      route.handle({ params, query, body: body?.value, caller }, { ...deps, log: request.log });
    if (route.responses[200] === Csv) {
      const { filename, rows } = (await run()).body as CsvFile;
      return sendCsv(response, filename, rows);
    }
    if (route.method === 'get') return sendRead(request, response, await run());
    if (route.method === 'delete') return sendAnswer(response, await run());
    const answer = await once(
      {
        organizationId: caller.organizationId,
        key: request.get('idempotency-key'),
        method: request.method,
        path: request.path,
        body: body?.bytes ?? Buffer.alloc(0),
        requestId: requestIdOf(request),
      },
      run,
    );
    sendAnswer(response, answer);
  };
}

function callerOf(locals: Response['locals']): Caller {
  return locals['caller'] as Caller;
}

/** Node keeps the first of two Authorization headers; another reader on the way may have kept the second. */
function onlyAuthorization(request: Request): string | undefined {
  const all = request.headersDistinct['authorization'] ?? [];
  return all.length === 1 ? all[0] : undefined;
}

async function requireRole(sql: Sql, { roles, method, path }: Route, { role, organizationId, name }: Caller) {
  if (roles.includes(role)) return;
  await inTenant(sql, organizationId, (tenant) =>
    writeAuditLine(tenant, {
      actor: name,
      action: 'role_refused',
      connectionId: null,
      detail: { role, route: `${method} ${path}` },
    }),
  );
  throw new ApiProblem('forbidden');
}
