import type { RequestHandler } from 'express';
import { Counter, Histogram, type Registry } from 'prom-client';

export interface HttpMetrics {
  readonly measureRequests: RequestHandler;
  /** Counts a request that was turned away unmeasured. */
  readonly countShed: () => void;
}

/** What the api answers, by route, and how long it takes. */
export function httpMetrics(registry: Registry): HttpMetrics {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const shed = new Counter({
    name: 'http_requests_turned_away_total',
    help: 'Requests answered 503 at the door, because too many others waited.',
    registers: [registry],
  });
  return {
    countShed: () => shed.inc(),
    measureRequests: (request, response, next) => {
      const end = duration.startTimer();
      response.once('finish', () => {
        // The route's pattern, not the address: ids would make a series each.
        const route = (response.locals['route'] as string | undefined) ?? 'none';
        end({ method: request.method, route, status: response.statusCode });
      });
      next();
    },
  };
}
