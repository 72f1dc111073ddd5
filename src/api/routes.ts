import type { Route } from './route.js';
import { getConnection } from './routes/get-connection.js';
import { listConnections } from './routes/list-connections.js';
import { listRuns } from './routes/list-runs.js';
import { postConnection } from './routes/post-connection.js';
import { postDisconnect } from './routes/post-disconnect.js';
import { postReconnect } from './routes/post-reconnect.js';
import { postSync } from './routes/post-sync.js';

/** Every route that needs a token. The router, the OpenAPI document and the role test are made from this list. */
export const routes: readonly Route[] = [
  postConnection,
  listConnections,
  getConnection,
  postSync,
  postReconnect,
  postDisconnect,
  listRuns,
];
