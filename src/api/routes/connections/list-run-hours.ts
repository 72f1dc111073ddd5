import { Refusal } from '../../../connections/commands/refusal.js';
import { findConnection } from '../../../connections/store/connections.js';
import { withTenant } from '../../../postgres/tenant.js';
import { listRunHours as queryHours } from '../../../sync/store/sync-runs.js';
import { showInstant } from '../../../values/instant.js';
import { answer, everyone, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';
import { RunHours } from '../../schemas/connection.js';

export const listRunHours = route({
  method: 'get',
  path: '/v1/connections/{connectionId}/runs/by-hour',
  summary: 'How many syncs finished and failed in each of the last 24 hours, oldest first',
  roles: everyone,
  params: ConnectionParams,
  responses: { 200: RunHours },
  handle: async ({ params: { connectionId }, caller }, { sql }) => {
    const hours = await withTenant(sql, caller.organizationId, async (tenant) => {
      if ((await findConnection(tenant, connectionId)) === undefined) throw new Refusal('not_found');
      return queryHours(tenant, connectionId);
    });
    return answer(200, { items: hours.map(({ from, ...counts }) => ({ from: showInstant(from), ...counts })) });
  },
});
