import { readConnection } from '../../../connections/view/read-connection.js';
import { answer, everyone, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';
import { Connection } from '../../schemas/connection.js';

export const getConnection = route({
  method: 'get',
  path: '/v1/connections/{connectionId}',
  summary: 'Read one connection',
  roles: everyone,
  params: ConnectionParams,
  responses: { 200: Connection },
  handle: async ({ params, caller }, deps) => answer(200, await readConnection(deps, caller, params.connectionId)),
});
