import { z } from 'zod';
import { controlRoute, nothing } from './route.js';

/** Every answer takes at least so long from now on. */
export const putLatency = controlRoute({
  method: 'put',
  path: '/control/latency',
  query: nothing,
  body: z.strictObject({ ms: z.int().min(0).max(600_000) }),
  handle: ({ body }, { settings }) => {
    settings.latencyMs = body.ms;
    return body;
  },
});
