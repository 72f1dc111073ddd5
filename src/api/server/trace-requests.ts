import type { RequestHandler, Response } from 'express';
import type { SpanIds, Tracing } from '../../tracing/spans.js';

/**
 * A trace for each request. It begins here whatever the request's headers say: who calls must not choose what is kept.
 * Of the address only the route is told, as any part of it may hold what somebody pasted into the wrong place.
 */
export function traceRequests(tracing: Tracing): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const span = tracing.begin({ name: method, kind: 'server', facts: { 'http.request.method': method } });
    response.locals['trace'] = span.ids;
    response.once('close', () => {
      const route = String(response.locals['route'] ?? 'unknown');
      const status = response.statusCode;
      span.rename(`${method} ${route}`);
      span.end(
        { 'http.route': route, 'http.response.status_code': status },
        response.writableFinished ? (status >= 500 ? String(status) : undefined) : 'aborted',
      );
    });
    span.within(next);
  };
}

/** For the line of a request, which is written outside of its span; nothing where nobody traces. */
export function traceOf({ locals }: Response): SpanIds {
  return (locals['trace'] as SpanIds | undefined) ?? {};
}
