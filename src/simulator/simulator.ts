import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlApi } from './control/control-api.js';
import { FaultScript } from './faults/script.js';
import { partnerApi } from './http/partner-api.js';
import type { SimulatorParts } from './http/parts.js';
import { RateLimit } from './rate-limit.js';
import { RequestLog } from './request-log.js';
import { defaultSettings, type Settings } from './settings.js';
import { World } from './world.js';

export interface SimulatorOptions {
  readonly world?: World;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Where the Partner API listens; the control API listens on the loopback interface always. */
  readonly host?: string;
  readonly settings?: Partial<Settings>;
  /** Milliseconds since the epoch; tests may move it. */
  readonly clock?: () => number;
}

/** A running Partner API. What the control API can do, tests in the same process can do on these parts directly. */
export interface Simulator extends SimulatorParts {
  /** What `PARTNER_API_URL` is set to. */
  readonly url: string;
  readonly controlUrl: string;
  /** Ends both servers and every open connection. */
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Serves a world as Shopify's Partner API would. Rejects when a port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = LOOPBACK } = options;
  const parts: SimulatorParts = {
    world: options.world ?? new World(),
    settings: { ...defaultSettings, ...options.settings },
    faults: new FaultScript(),
    rateLimit: new RateLimit(),
    log: new RequestLog(),
    clock: options.clock ?? Date.now,
  };
  const api = await listen(partnerApi(parts), options.port ?? 0, host);
  const control = await listen(controlApi(parts), options.controlPort ?? 0, LOOPBACK).catch(async (error: unknown) => {
    await stop(api);
    throw error;
  });
  return {
    ...parts,
    url: addressOf(api, host),
    controlUrl: addressOf(control, LOOPBACK),
    close: async () => {
      await Promise.all([stop(api), stop(control)]);
    },
  };
}

async function listen(app: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
