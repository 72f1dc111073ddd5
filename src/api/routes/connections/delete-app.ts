import { z } from 'zod';
import { removeApp } from '../../../connections/commands/remove-app.js';
import { evaluateAllAtOnce } from '../../../merchants/segments/evaluate-at-once.js';
import { answer, ownerOnly, route } from '../../request/route.js';
import { appNumber, uuid } from '../../schemas/common.js';

export const deleteApp = route({
  method: 'delete',
  path: '/v1/connections/{connectionId}/apps/{appNumber}',
  summary: 'Take away an app that was added by hand; its rows stay, hidden',
  roles: ownerOnly,
  params: z.strictObject({ connectionId: uuid, appNumber }),
  responses: { 204: z.null() },
  problems: ['app_not_found', 'app_discovered'],
  handle: async ({ params, caller }, deps) => {
    await removeApp(deps, caller, params.connectionId, params.appNumber);
    await evaluateAllAtOnce(deps, caller.organizationId);
    return answer(204, null);
  },
});
