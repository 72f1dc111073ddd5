import { readConnectionFacts } from '../connections/connection-facts.js';
import type { Sql } from '../store/client.js';
import { inTenant } from '../store/tenant.js';
import type { ConnectionActivities } from './connection-activities.js';

/** What the rows say now. */
export function createReadFacts(sql: Sql): ConnectionActivities['readFacts'] {
  return ({ organizationId, connectionId }) =>
    inTenant(sql, organizationId, (tenant) => readConnectionFacts(tenant, connectionId));
}
