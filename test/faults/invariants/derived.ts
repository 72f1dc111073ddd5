import type { ConnectionKey } from '../../../src/contract/connection-activities.js';
import { findWrong } from '../../../src/merchants/always-true/check.js';
import { ALWAYS_TRUE } from '../../../src/merchants/always-true/checks.js';
import { rebuildMerchants } from '../../../src/merchants/derive/rebuild-merchants.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';

/**
 * What is derived is what comes out when it is derived anew, by the operator's own command; and what is always true is so.
 * @param sql of a role that row security binds; what came out otherwise is put right
 */
export async function judgeDerived(sql: Sql, key: ConnectionKey): Promise<string[]> {
  const found: string[] = [];
  for (const check of ALWAYS_TRUE) {
    const { wrong, lookedAt, examples } = await withTenant(sql, key.organizationId, (tenant) =>
      findWrong(tenant, check),
    );
    if (wrong > 0) found.push(`${check.name}: not so ${wrong} times of ${lookedAt}, such as ${examples.join(', ')}`);
  }
  for await (const { differences, days, created } of rebuildMerchants(sql, key)) {
    const [first] = differences;
    if (first !== undefined) {
      found.push(`${differences.length} merchants are derived otherwise anew, such as shop ${first.shopNumber}`);
    }
    if (created > 0) found.push(`${created} merchants are derived only anew`);
    if (days > 0) found.push(`${days} days sum up otherwise anew`);
  }
  return found;
}
