import { z } from 'zod';
import { reconnect } from '../../../connections/commands/reconnect.js';
import { readConnection } from '../../../connections/view/read-connection.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';
import { accessToken } from '../../schemas/connect-fields.js';
import { Connection } from '../../schemas/connection.js';

export const postReconnect = route({
  method: 'post',
  path: '/v1/connections/{connectionId}/reconnect',
  summary: 'Connect again, with a new token or by trying the stored one again',
  roles: ownerOnly,
  params: ConnectionParams,
  body: z.strictObject({ accessToken: accessToken.optional() }).meta({ id: 'Reconnect' }),
  responses: { 200: Connection },
  problems: [
    'paused',
    'token_required',
    'invalid_token',
    'wrong_token_kind',
    'token_rejected',
    'permission_missing',
    'shopify_unavailable',
  ],
  asksShopify: true,
  handle: async ({ params, body, caller }, deps) => {
    await reconnect(deps, caller, params.connectionId, body.accessToken ?? null);
    return answer(200, await readConnection(deps, caller, params.connectionId));
  },
});
