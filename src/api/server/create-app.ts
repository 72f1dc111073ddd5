import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { ApiProblem } from '../../contract/problems.js';
import type { HttpMetrics } from '../../metrics/http-requests.js';
import type { Tracing } from '../../tracing/spans.js';
import { Shed } from '../load/load-gate.js';
import { createWaitingRoom } from '../load/waiting-room.js';
import { createServeMcp, MCP_PATH } from '../mcp/serve-mcp.js';
import { createAdmission } from '../request/admit.js';
import { problemOf } from '../request/problem-of.js';
import { sendProblem } from '../request/send-answer.js';
import { createServeRoute, type ServeDeps } from '../request/serve-route.js';
import { routes } from '../routes.js';
import { serveDocs } from './docs.js';
import { type Liveness, serveHealth } from './health.js';
import type { Leaving } from './leaving.js';
import { logRequests, requestIdOf } from './log-requests.js';
import { fileHandler, type MemoryFile } from './memory-files.js';
import { openApiDocument } from './openapi.js';
import { secureHeaders } from './secure-headers.js';
import { type DevelopmentPages, serveDevelopment } from './serve-development.js';
import { servePages } from './serve-pages.js';
import { traceRequests } from './trace-requests.js';

export interface AppDeps extends Omit<ServeDeps, 'log' | 'waitingRoom'> {
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  /** Null where nobody traces. */
  readonly tracing: Tracing | null;
  readonly liveness: Pick<Liveness, 'isStuck'>;
  /** Left out where nobody ends it. */
  readonly leaving?: Leaving | undefined;
  /** Origins that may embed the pages. */
  readonly frameAncestors: readonly string[];
  /** Where `npm run build` has put the pages. */
  readonly pagesDirectory: string;
  /** Left out in production. */
  readonly development?: DevelopmentPages | undefined;
  /** Whether `/mcp` answers. */
  readonly servesMcp: boolean;
  /** Express' `trust proxy`, when a proxy stands before the api. */
  readonly trustProxy?: string | undefined;
}

const MAX_HEADERS = 100;
/** Where everything is answered that needs a token. */
const WITH_TOKEN = ['/v1', MCP_PATH];

/** The whole HTTP interface, as a function of what it needs. Listens to nothing. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', false);
  app.set('etag', false);
  const { trustProxy } = deps;
  // Digits are a number of hops; Express takes every text for a list of addresses.
  if (trustProxy !== undefined) app.set('trust proxy', /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy);

  const waitingRoom = createWaitingRoom(deps.log, deps.metrics.countShed);
  if (deps.tracing !== null) app.use(WITH_TOKEN, traceRequests(deps.tracing));
  app.use(WITH_TOKEN, waitingRoom.door);
  app.use(logRequests(deps.log), deps.metrics.measureRequests, secureHeaders(deps.frameAncestors), limitHeaders);
  serveHealth(app, deps.sql, deps.liveness, deps.leaving);
  app.get('/openapi.json', fileHandler(documentFile(), 'no-cache'));
  serveDocs(app);
  servePages(app, deps.pagesDirectory, deps.frameAncestors);
  if (deps.development !== undefined) {
    serveDevelopment(app, deps.pagesDirectory, deps.frameAncestors, deps.development);
  }
  serveRoutes(app, { ...deps, waitingRoom });
  app.use(() => {
    throw new ApiProblem('not_found');
  });
  app.use(answerError);
  return app;
}

function documentFile(): MemoryFile {
  return { name: 'openapi.json', bytes: Buffer.from(JSON.stringify(openApiDocument)) };
}

function serveRoutes(app: Express, deps: ServeDeps & Pick<AppDeps, 'servesMcp'>): void {
  app.use(WITH_TOKEN, (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  const admission = createAdmission(deps);
  const serve = createServeRoute(deps, admission);
  const methodsOf = new Map<string, string[]>([
    ...['/healthz', '/readyz', '/openapi.json'].map((path): [string, string[]] => [path, ['GET', 'HEAD']]),
  ]);
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    app[route.method](path, serve(route));
    const methods = route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()];
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...methods]);
  }
  if (deps.servesMcp) {
    app.post(MCP_PATH, createServeMcp(deps, admission));
    methodsOf.set(MCP_PATH, ['POST']);
  }
  for (const [path, methods] of methodsOf) {
    app.all(path, () => {
      throw new ApiProblem('method_not_allowed', { headers: { Allow: methods.join(', ') } });
    });
  }
}

/** Node cuts a long list of headers silently; a request that is half read must not be answered as if it were whole. */
function limitHeaders(request: Request, _response: Response, next: NextFunction): void {
  if (request.rawHeaders.length / 2 > MAX_HEADERS) throw new ApiProblem('headers_too_large');
  next();
}

/** The last resort too: whatever was thrown becomes a problem, and only our own failures are logged with their place. */
function answerError(error: unknown, request: Request, response: Response, next: NextFunction): void {
  const problem = problemOf(error);
  // What is shed is shed a thousand times a second; its line among the requests is enough.
  if ((problem.code === 'internal' || problem.code === 'unavailable') && !(problem instanceof Shed)) {
    request.log.error({ err: error }, 'the request failed');
  }
  if (response.closed) return;
  if (response.headersSent) next(error);
  else sendProblem(response, problem, requestIdOf(request));
}
