import { z } from 'zod';
import { connect } from '../../../connections/commands/connect.js';
import { readConnection } from '../../../connections/view/read-connection.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { accessToken, partnerOrganizationId } from '../../schemas/connect-fields.js';
import { Connection } from '../../schemas/connection.js';

export const postConnection = route({
  method: 'post',
  path: '/v1/connections',
  summary: 'Connect a Shopify Partner organization',
  roles: ownerOnly,
  body: z.strictObject({ partnerOrganizationId, accessToken }).meta({ id: 'Connect' }),
  responses: { 201: Connection, 200: Connection },
  problems: [
    'already_connected',
    'invalid_organization_id',
    'invalid_token',
    'wrong_token_kind',
    'token_rejected',
    'permission_missing',
    'shopify_unavailable',
  ],
  asksShopify: true,
  handle: async ({ body, caller }, deps) => {
    const { connectionId, revived } = await connect(deps, caller, body);
    return answer(revived ? 200 : 201, await readConnection(deps, caller, connectionId));
  },
});
