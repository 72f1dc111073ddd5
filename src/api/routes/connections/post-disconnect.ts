import { disconnect } from '../../../connections/commands/disconnect.js';
import { connectionView } from '../../../connections/view/connection-view.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';
import { Connection } from '../../schemas/connection.js';

export const postDisconnect = route({
  method: 'post',
  path: '/v1/connections/{connectionId}/disconnect',
  summary: 'Stop syncing and destroy the token; the data stays',
  roles: ownerOnly,
  params: ConnectionParams,
  responses: { 202: Connection },
  handle: async ({ params, caller }, deps) =>
    answer(202, connectionView(await disconnect(deps, caller, params.connectionId), deps.policy)),
});
