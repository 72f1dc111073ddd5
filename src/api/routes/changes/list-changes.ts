import { ApiProblem } from '../../../contract/problems.js';
import { presentChange } from '../../../merchants/changes/present-change.js';
import { readChanges } from '../../../merchants/changes/read-changes.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { answer, everyone, route } from '../../request/route.js';
import { ChangeList, ChangesQuery } from '../../schemas/changes.js';

export const listChanges = route({
  method: 'get',
  path: '/v1/changes',
  summary: 'Follow the merchants: what has changed since a number, and wait for what changes next',
  roles: everyone,
  query: ChangesQuery,
  responses: { 200: ChangeList },
  problems: ['epoch_over'],
  handle: async ({ query, caller: { organizationId }, beganAtMs }, { sql, feedWatch }) => {
    const { epoch = null, after, limit, wait } = query;
    const changes = await inSnapshot(sql, organizationId, (tenant) => readChanges(tenant, { epoch, after }, limit));
    if (changes === null) throw new ApiProblem('epoch_over');
    const { items, last } = changes;
    const found = answer(200, { ...changes, items: items.map(presentChange) });
    const leftMs = wait - (performance.now() - beganAtMs);
    if (items.length > 0 || leftMs <= 0 || !feedWatch.hasRoom(organizationId)) return found;
    return { ...found, untilNews: (signal) => feedWatch.wait(organizationId, last, leftMs, signal) };
  },
});
