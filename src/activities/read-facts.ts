import { readConnectionFacts } from '../connections/failures/connection-facts.js';
import { withTenant } from '../postgres/tenant.js';
import type { ConnectionActivities } from '../contract/connection-activities.js';
import type { Sql } from '../postgres/sql.js';

/** What the rows say now. */
export function createReadFacts(sql: Sql): ConnectionActivities['readFacts'] {
  return ({ organizationId, connectionId }) =>
    withTenant(sql, organizationId, (tenant) => readConnectionFacts(tenant, connectionId));
}
