import express, { type Express } from 'express';
import { z } from 'zod';
import { createWaitingRoom } from '../../../src/api/load/waiting-room.js';
import { createAdmission } from '../../../src/api/request/admit.js';
import { answer, everyone, route } from '../../../src/api/request/route.js';
import { createServeRoute } from '../../../src/api/request/serve-route.js';
import type { AppDeps } from '../../../src/api/server/create-app.js';
import { logRequests } from '../../../src/api/server/log-requests.js';
import { secureHeaders } from '../../../src/api/server/secure-headers.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';

/** The row of one merchant, in a transaction of its tenant. */
export async function readRow(sql: Sql, organizationId: string, shopNumber: string): Promise<unknown> {
  const [merchant] = await withTenant(
    sql,
    organizationId,
    (tenant) => tenant.sql`select * from merchants where shop_number = ${shopNumber}`,
  );
  return merchant;
}

/** Answers that row, and does for it what the api does for every request (`createApp`, `createServeRoute`). */
export function createCheckedApp(deps: AppDeps): Express {
  const waitingRoom = createWaitingRoom(deps.log, deps.metrics.countShed);
  const serve = createServeRoute({ ...deps, waitingRoom }, createAdmission({ ...deps, waitingRoom }));
  const checked = route({
    method: 'get',
    path: '/v1/checked/{shopNumber}',
    summary: 'Read the row of one merchant',
    roles: everyone,
    params: z.strictObject({ shopNumber: z.string() }),
    responses: { 200: z.unknown() },
    handle: async ({ params: { shopNumber }, caller: { organizationId } }, { sql }) =>
      answer(200, await readRow(sql, organizationId, shopNumber)),
  });
  return express()
    .disable('x-powered-by')
    .set('etag', false)
    .use(waitingRoom.door, logRequests(deps.log), deps.metrics.measureRequests, secureHeaders(deps.frameAncestors))
    .get('/checked/:shopNumber', serve(checked));
}
