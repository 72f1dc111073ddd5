import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createCursors } from '../../../src/api/request/cursors.js';
import { createOnce } from '../../../src/api/request/idempotency.js';
import { type AppDeps, createApp } from '../../../src/api/server/create-app.js';
import { openInstallationKey } from '../../../src/connections/keys/installation-key.js';
import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import { createErasedNames } from '../../../src/erasure/erased-names.js';
import { FeedWatch } from '../../../src/merchants/changes/feed-watch.js';
import { httpMetrics } from '../../../src/metrics/http-requests.js';
import { createRegistry } from '../../../src/metrics/registry.js';
import { createPartnerApi } from '../../../src/partner/client/client.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { createLogger } from '../../../src/process/log.js';
import { paths } from '../../../src/process/paths.js';
import { createAuthenticate } from '../../../src/sign-in/authenticate.js';
import { Secret } from '../../../src/values/secret.js';
import { BARE_PAGE } from './bare-page.js';
import { createCheckedApp, readRow } from './checked-app.js';
import type { PanelServerOptions } from './panel-stage.js';

/*
 * A process with the whole api as production runs it, but for the rate limits, and beside it three routes and a page that
 * do less. Says where it listens.
 */
const { databaseUrl, organizationId, auth, tokenKeys, logFile, frameAncestors } = JSON.parse(
  process.argv[2] ?? '{}',
) as PanelServerOptions;
const keyRing = new Secret(tokenKeys);
const authenticate = await createAuthenticate(auth);
const superuser = connectPostgres(databaseUrl, { applicationName: 'bench' });
const sql = connectPostgres(databaseUrl, { applicationName: 'bench', role: 'convot_api' });
const installationKey = await openInstallationKey(sql, keyRing);
const unlimited = { tries: Number.MAX_SAFE_INTEGER, windowMs: 60_000 };

const bare = express();
bare.get('/bare-page', (_request, response) => void response.type('html').send(BARE_PAGE));
bare.get('/bare/:shopNumber', async (request, response) => {
  const [merchant] = await superuser`
    select * from merchants where organization_id = ${organizationId} and shop_number = ${request.params.shopNumber}
  `;
  response.json(merchant);
});
bare.get('/secured/:shopNumber', async (request, response) => {
  const caller = await authenticate(request.headers.authorization);
  response.json(await readRow(sql, caller.organizationId, request.params.shopNumber));
});

const deps: AppDeps = {
  sql,
  cipher: createTokenCipher(keyRing),
  partnerApi: createPartnerApi({ url: 'http://127.0.0.1:1', version: '2026-07' }),
  signal: () => Promise.resolve(),
  // No worker is here: what is asked for is taken back, as while Temporal is away.
  erasedNames: createErasedNames(keyRing),
  feedWatch: new FeedWatch(sql),
  startRefresh: () => Promise.reject(new Error('There is no Temporal here.')),
  log: createLogger('api', 'info', pino.destination(logFile)),
  policy: { intervalMs: 240_000, failureLimit: 5, apiVersion: '2026-07' },
  cursors: createCursors(installationKey),
  once: createOnce(sql, installationKey),
  authenticate,
  limits: { requests: unlimited, appAdditions: unlimited },
  metrics: httpMetrics(createRegistry()),
  tracing: null,
  liveness: { isStuck: false },
  frameAncestors,
  pagesDirectory: paths.pages,
  servesMcp: false,
};
const api = createApp(deps);
const checked = createCheckedApp(deps);

const server = createServer((request, response) => {
  const [, first = ''] = (request.url ?? '').split(/[/?]/);
  const app = first === 'checked' ? checked : ['bare', 'secured', 'bare-page'].includes(first) ? bare : api;
  app(request, response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
