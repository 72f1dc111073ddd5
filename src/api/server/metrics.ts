import { createServer, type Server } from 'node:http';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { droppedLogLines } from '../../process/log-output.js';

export interface Metrics {
  readonly measureRequests: RequestHandler;
  /** Counts a request that was turned away unmeasured. */
  readonly countShed: () => void;
  /** Answers `GET /metrics`; for a port of its own, never the public one. */
  createServer(): Server;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Lines that could not be written to the log.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
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
    createServer: () =>
      createServer((request, response) => {
        if (request.method !== 'GET' || request.url !== '/metrics') {
          response.writeHead(404).end();
          return;
        }
        void registry.metrics().then((text) => response.setHeader('Content-Type', registry.contentType).end(text));
      }),
  };
}
