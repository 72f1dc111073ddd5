import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Caller } from '../../sign-in/authenticate.js';
import { traceOf } from './trace-requests.js';

/** The id that `logRequests` gave the request; every problem names it. */
export function requestIdOf(request: Request): string {
  return request.id as string;
}

/**
 * One line a request: its id, its route, its answer and for whom. Never the address as it was sent, a header or a
 * body: any of them may hold a token that somebody pasted into the wrong place.
 */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: log,
    genReqId: () => randomUUID(),
    wrapSerializers: false,
    // With `customProps` it would make three more loggers for every request.
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    serializers: {
      req: ({ method }: Request) => ({ method }),
      res: ({ statusCode }: Response) => ({ statusCode }),
    },
    customSuccessObject: (request, response, line: object) => ({ ...line, ...facts(request, response) }),
    customErrorObject: (request, response, _error, line: object) => ({ ...line, ...facts(request, response) }),
    customLogLevel: ({ url }, { statusCode }) => {
      const isProbe = url === '/healthz' || url === '/readyz';
      return statusCode >= 500 ? 'error' : isProbe && statusCode === 200 ? 'silent' : 'info';
    },
  });
}

function facts(request: Request, response: Response) {
  const { locals } = response;
  return {
    ...traceOf(response),
    req: request,
    route: locals['route'] as string | undefined,
    organizationId: (locals['caller'] as Caller | undefined)?.organizationId,
  };
}
