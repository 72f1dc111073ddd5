import { z } from 'zod';
import { requestSync } from '../../../connections/commands/request-sync.js';
import { SYNC_ANSWERS } from '../../../contract/connection-words.js';
import { answer, everyone, route } from '../../request/route.js';
import { ConnectionParams } from '../../schemas/common.js';

export const postSync = route({
  method: 'post',
  path: '/v1/connections/{connectionId}/sync',
  summary: 'Sync now',
  roles: everyone,
  params: ConnectionParams,
  responses: { 202: z.strictObject({ sync: z.enum(SYNC_ANSWERS) }).meta({ id: 'SyncAccepted' }) },
  problems: ['not_connected', 'paused'],
  handle: async ({ params, caller }, deps) =>
    answer(202, { sync: await requestSync(deps, caller, params.connectionId) }),
});
