import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import type { MetricsAddress } from '../config/config.js';
import { CodedError } from '../values/coded-error.js';

/** Where they are read. */
export interface MetricsServer {
  readonly server: Server;
  /** Another than was asked for when that was 0. */
  readonly port: number;
}

/**
 * Answers `GET /metrics`, in Prometheus' text format; on a port of its own, never the public one.
 * @throws with a sentence for the operator when the port is taken, as it is by the second worker of a machine
 */
export async function serveMetrics(
  { host, port }: MetricsAddress,
  scrape: () => Promise<string>,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    scrape().then(
      (text) => response.setHeader('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new CodedError(
      'metrics_port_taken',
      `METRICS_PORT ${port} is taken on ${host}, as by another worker or api of this machine. Choose another, or 0: ` +
        'then a free one is taken and logged.',
    );
  }
  return { server, port: (server.address() as AddressInfo).port };
}
