import type { Route } from './request/route.js';
import { listChanges } from './routes/changes/list-changes.js';
import { deleteApp } from './routes/connections/delete-app.js';
import { getConnection } from './routes/connections/get-connection.js';
import { listApps } from './routes/connections/list-apps.js';
import { listAudit } from './routes/connections/list-audit.js';
import { listConnections } from './routes/connections/list-connections.js';
import { listRunHours } from './routes/connections/list-run-hours.js';
import { listRuns } from './routes/connections/list-runs.js';
import { postApp } from './routes/connections/post-app.js';
import { postConnection } from './routes/connections/post-connection.js';
import { postDisconnect } from './routes/connections/post-disconnect.js';
import { postReconnect } from './routes/connections/post-reconnect.js';
import { postSync } from './routes/connections/post-sync.js';
import { deleteMerchant } from './routes/merchants/delete-merchant.js';
import { getMerchant } from './routes/merchants/get-merchant.js';
import { getMerchantMrrDefinitions } from './routes/merchants/get-merchant-mrr-definitions.js';
import { getMerchantsCsv } from './routes/merchants/get-merchants-csv.js';
import { listMerchantCharges } from './routes/merchants/list-merchant-charges.js';
import { listMerchantCorrections } from './routes/merchants/list-merchant-corrections.js';
import { listMerchantEvents } from './routes/merchants/list-merchant-events.js';
import { listMerchantHistory } from './routes/merchants/list-merchant-history.js';
import { listMerchants } from './routes/merchants/list-merchants.js';
import { postLookUp } from './routes/merchants/post-look-up.js';
import { getChurnReasons } from './routes/revenue/get-churn-reasons.js';
import { getCohorts } from './routes/revenue/get-cohorts.js';
import { getMrrDefinitions } from './routes/revenue/get-mrr-definitions.js';
import { getRevenue } from './routes/revenue/get-revenue.js';
import { getRevenueCsv } from './routes/revenue/get-revenue-csv.js';
import { getTrialFunnel } from './routes/revenue/get-trial-funnel.js';
import { listMovements } from './routes/revenue/list-movements.js';
import { listRevenueMerchants } from './routes/revenue/list-revenue-merchants.js';
import { deleteSegment } from './routes/segments/delete-segment.js';
import { listSegments } from './routes/segments/list-segments.js';
import { postSegment } from './routes/segments/post-segment.js';
import { putSegment } from './routes/segments/put-segment.js';

/**
 * Every route that needs a token. The router, the OpenAPI document and the role test are made from these; the name of each
 * is its operation's there, and its function's in the client.
 */
export const routesByName: Readonly<Record<string, Route>> = {
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
  postLookUp,
  getMerchantsCsv,
  getMerchant,
  deleteMerchant,
  listMerchantEvents,
  listMerchantHistory,
  listMerchantCharges,
  listMerchantCorrections,
  getMerchantMrrDefinitions,
  listChanges,
  listSegments,
  postSegment,
  putSegment,
  deleteSegment,
  listAudit,
  getRevenue,
  getRevenueCsv,
  listMovements,
  listRevenueMerchants,
  getChurnReasons,
  getCohorts,
  getTrialFunnel,
  getMrrDefinitions,
};

export const routes: readonly Route[] = Object.values(routesByName);
