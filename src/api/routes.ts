import type { Route } from './route.js';
import { deleteApp } from './routes/delete-app.js';
import { getChurnReasons } from './routes/get-churn-reasons.js';
import { getCohorts } from './routes/get-cohorts.js';
import { getConnection } from './routes/get-connection.js';
import { getMerchant } from './routes/get-merchant.js';
import { getRevenueCsv } from './routes/get-revenue-csv.js';
import { getRevenue } from './routes/get-revenue.js';
import { getTrialFunnel } from './routes/get-trial-funnel.js';
import { getMerchantsCsv } from './routes/get-merchants-csv.js';
import { listApps } from './routes/list-apps.js';
import { listAudit } from './routes/list-audit.js';
import { listConnections } from './routes/list-connections.js';
import { listMerchantCharges } from './routes/list-merchant-charges.js';
import { listMerchantCorrections } from './routes/list-merchant-corrections.js';
import { listMerchantEvents } from './routes/list-merchant-events.js';
import { listMerchantHistory } from './routes/list-merchant-history.js';
import { listMerchants } from './routes/list-merchants.js';
import { listMovements } from './routes/list-movements.js';
import { listRevenueMerchants } from './routes/list-revenue-merchants.js';
import { listRunHours } from './routes/list-run-hours.js';
import { listRuns } from './routes/list-runs.js';
import { postApp } from './routes/post-app.js';
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
  listApps,
  postApp,
  deleteApp,
  listRuns,
  listRunHours,
  listMerchants,
  getMerchantsCsv,
  getMerchant,
  listMerchantEvents,
  listMerchantHistory,
  listMerchantCharges,
  listMerchantCorrections,
  listAudit,
  getRevenue,
  getRevenueCsv,
  listMovements,
  listRevenueMerchants,
  getChurnReasons,
  getCohorts,
  getTrialFunnel,
];
