import { z } from 'zod';
import { controlRoute, nothing } from './route.js';

/** The request log, oldest first; `?after=12` gives only those with a greater number. */
export const getRequests = controlRoute({
  method: 'get',
  path: '/control/requests',
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  body: nothing,
  handle: ({ query }, { log }) => ({ requests: log.list(query.after) }),
});
