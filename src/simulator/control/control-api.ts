import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { isHostThisMachine } from '../../process/this-machine.js';
import type { SimulatorParts } from '../http/parts.js';
import { deleteRequests } from './delete-requests.js';
import { getFaults } from './get-faults.js';
import { getLedger } from './get-ledger.js';
import { getRequests } from './get-requests.js';
import { postRows } from './post-rows.js';
import { putFaults } from './put-faults.js';
import { putLatency } from './put-latency.js';
import { putRateLimit } from './put-rate-limit.js';
import { putToken } from './put-token.js';
import { putVersions } from './put-versions.js';
import { mount } from './route.js';

const routes = [
  getRequests,
  deleteRequests,
  getFaults,
  putFaults,
  putLatency,
  putRateLimit,
  putToken,
  putVersions,
  postRows,
  getLedger,
];

/**
 * How tests and demonstrations steer the simulator. On a port of its own, on the loopback interface, without a login: so
 * only for who calls it by a name of this machine.
 */
export function controlApi(parts: SimulatorParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((req: Request, res: Response, next: NextFunction) => {
    if (isHostThisMachine(req.headers.host)) next();
    else res.status(403).json({ error: 'The control API answers at http://127.0.0.1 and http://localhost only' });
  });
  app.use(express.json({ limit: '50mb' }));
  for (const route of routes) mount(app, route, parts);
  app.use((req: Request, res: Response) => {
    res.status(404).json({
      error: `No control call ${req.method} ${req.path}`,
      calls: routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    });
  });
  app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (!(error instanceof SyntaxError)) return next(error);
    res.status(400).json({ error: 'The body is not JSON' });
  });
  return app;
}
