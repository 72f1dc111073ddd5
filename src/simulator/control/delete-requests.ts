import { controlRoute, nothing } from './route.js';

/** Empties the request log. Numbers go on. */
export const deleteRequests = controlRoute({
  method: 'delete',
  path: '/control/requests',
  query: nothing,
  body: nothing,
  handle: (_, { log }) => {
    log.clear();
  },
});
