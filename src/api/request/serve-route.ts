import type { Request, RequestHandler, Response } from 'express';
import { ApiProblem } from '../../contract/problems.js';
import { countAuditLine } from '../../postgres/audit.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Authenticate, Caller } from '../../sign-in/authenticate.js';
import { REQUEST_MS, SHOPIFY_MS } from '../load/deadlines.js';
import { createGates } from '../load/gates.js';
import { createLimiter, type RateLimits } from '../load/rate-limits.js';
import { createUnreadAnswers } from '../load/unread-answers.js';
import type { WaitingRoom } from '../load/waiting-room.js';
import { withinTime } from '../load/within-time.js';
import { Csv, type CsvFile, inTurns, sendCsv } from '../present/csv.js';
import { requestIdOf } from '../server/log-requests.js';
import type { Once } from './idempotency.js';
import { readBody, readParams, readQuery, settled } from './read-request.js';
import type { Route, RouteDeps } from './route.js';
import { sendAnswer, sendRead } from './send-answer.js';
import type { StoredAnswer } from './store-idempotency.js';

export interface ServeDeps extends RouteDeps {
  readonly authenticate: Authenticate;
  readonly once: Once;
  readonly limits: RateLimits;
  readonly waitingRoom: WaitingRoom;
}

/** As much of a file as waits for its client at most. */
const FILE_BYTES = 512 * 1024;

/**
 * Makes the request handler of every route: who calls, may they, is it well formed, is there room, was it asked before, and
 * only then what it does.
 */
export function createServeRoute(deps: ServeDeps): (route: Route) => RequestHandler {
  const { authenticate, once, sql, limits, waitingRoom } = deps;
  const requests = createLimiter(limits.requests, ({ locals }) => callerOf(locals).organizationId);

  const appAdditions = createLimiter(limits.appAdditions, ({ locals }) => callerOf(locals).organizationId);
  const gateOf = createGates();
  const unread = createUnreadAnswers();

  return (route) => {
    const gate = gateOf(route);
    return async (request, response) => {
      const beganAtMs = performance.now();
      response.locals['route'] = route.path;
      const caller = await authenticate(onlyAuthorization(request));
      const { organizationId } = caller;
      response.locals['caller'] = caller;
      await settled(requests, request, response); // before the role: a refusal writes an audit line
      unread.refuseMore(organizationId);
      const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
        gate.run(organizationId, response, () => {
          waitingRoom.leave(response);
          return withinRequest(work);
        });
      if (!route.roles.includes(caller.role)) {
        await inTurn(() => auditRefusedRole(sql, route, caller));
        throw new ApiProblem('forbidden');
      }
      const params = readParams(route.params, request.params);
      const query = readQuery(route.query, request.url);
      const body = route.body === undefined ? undefined : await readBody(route.body, request, response);

      const run = async () => {
        if (route.addsApp === true) await settled(appAdditions, request, response);
        const partnerApi = withinTime(deps.partnerApi, SHOPIFY_MS);
        return route.handle(
          { params, query, body: body?.value, caller, beganAtMs },
          { ...deps, partnerApi, log: request.log },
        );
      };
      if (route.responses[200] === Csv) {
        unread.count(organizationId, response, FILE_BYTES);
        const { filename, rows } = (await inTurn(run)).body as CsvFile;
        return sendCsv(response, filename, inTurns(rows, inTurn));
      }
      if (route.method === 'get') sendRead(request, response, await withNews(response, () => inTurn(run)));
      else {
        const repeatable = {
          organizationId,
          key: request.get('idempotency-key'),
          method: request.method,
          path: request.path,
          body: body?.bytes ?? Buffer.alloc(0),
          requestId: requestIdOf(request),
        };
        sendAnswer(response, await inTurn(() => once(repeatable, run)));
      }
      unread.count(organizationId, response, response.writableLength);
    };
  };
}

/** Asks again and again while there is nothing to tell, as long as the client is there. */
async function withNews(response: Response, ask: () => ReturnType<Route['handle']>): Promise<StoredAnswer> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let found = await ask();
  while (found.untilNews !== undefined && !gone.signal.aborted) {
    await found.untilNews(gone.signal);
    found = await ask();
  }
  return found;
}

function callerOf(locals: Response['locals']): Caller {
  return locals['caller'] as Caller;
}

/** Node keeps the first of two Authorization headers; another reader on the way may have kept the second. */
function onlyAuthorization(request: Request): string | undefined {
  const all = request.headersDistinct['authorization'] ?? [];
  return all.length === 1 ? all[0] : undefined;
}

async function auditRefusedRole(sql: Sql, { method, path }: Route, { role, organizationId, name }: Caller) {
  await withTenant(sql, organizationId, (tenant) =>
    countAuditLine(tenant, {
      actor: name,
      action: 'role_refused',
      connectionId: null,
      detail: { role, route: `${method} ${path}` },
    }),
  );
}

/** What lasts longer than a request may goes on and ends by itself; its client is told to come again. */
async function withinRequest<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } })), REQUEST_MS);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
