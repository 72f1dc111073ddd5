import { z } from 'zod';
import { addApp } from '../../../connections/commands/add-app.js';
import { evaluateAllAtOnce } from '../../../merchants/segments/evaluate-at-once.js';
import { presentApp } from '../../present/present-app.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';
import { appId } from '../../schemas/connect-fields.js';
import { App } from '../../schemas/connection.js';

export const postApp = route({
  method: 'post',
  path: '/v1/connections/{connectionId}/apps',
  summary: 'Add an app that no transaction has named yet',
  roles: ownerOnly,
  params: ConnectionParams,
  body: z.strictObject({ appId }).meta({ id: 'AddApp' }),
  responses: { 201: App, 200: App },
  problems: [
    'not_connected',
    'paused',
    'app_not_found',
    'invalid_app_id',
    'app_limit',
    'token_rejected',
    'permission_missing',
    'shopify_unavailable',
  ],
  asksShopify: true,
  addsApp: true,
  handle: async ({ params: { connectionId }, body: { appId: appNumber }, caller }, deps) => {
    const { added, app } = await addApp(deps, caller, connectionId, appNumber);
    await evaluateAllAtOnce(deps, caller.organizationId);
    return answer(added ? 201 : 200, presentApp(app));
  },
});
