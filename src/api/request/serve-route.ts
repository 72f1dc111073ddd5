import type { RequestHandler, Response } from 'express';
import { SHOPIFY_MS } from '../load/deadlines.js';
import { createLimiter } from '../load/rate-limits.js';
import { withinTime } from '../load/within-time.js';
import { Csv, type CsvFile, inTurns, sendCsv } from '../present/csv.js';
import { requestIdOf } from '../server/log-requests.js';
import { type Admission, type AdmitDeps, callerOf } from './admit.js';
import type { Once } from './idempotency.js';
import { readBody, readParams, readQuery, settled } from './read-request.js';
import { changesSomething, type Route, type RouteDeps } from './route.js';
import { sendAnswer, sendRead } from './send-answer.js';
import type { StoredAnswer } from './store-idempotency.js';

export interface ServeDeps extends RouteDeps, AdmitDeps {
  readonly once: Once;
}

/** As much of a file as waits for its client at most. */
const FILE_BYTES = 512 * 1024;

/**
 * Makes the request handler of every route: may the caller, is it well formed, is there room, was it asked before, and
 * only then what it does.
 */
export function createServeRoute(deps: ServeDeps, { admit, unread }: Admission): (route: Route) => RequestHandler {
  const { once, limits } = deps;
  const appAdditions = createLimiter(limits.appAdditions, ({ locals }) => callerOf(locals).organizationId);

  return (route) => {
    return async (request, response) => {
      const beganAtMs = performance.now();
      const { caller, inTurn } = await admit(route, request, response);
      const { organizationId } = caller;
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
          key: changesSomething(route) ? request.get('idempotency-key') : undefined,
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
