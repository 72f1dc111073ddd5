import { z } from 'zod';
import { controlRoute, nothing } from './route.js';

/** How many requests a second a token may make (null: as many as it likes), and how a throttle is told. */
export const putRateLimit = controlRoute({
  method: 'put',
  path: '/control/rate-limit',
  query: nothing,
  body: z.strictObject({
    requestsPerSecond: z.number().positive().nullable(),
    form: z.enum(['http', 'body']).optional(),
    retryAfter: z.string().nullable().optional(),
  }),
  handle: ({ body }, { settings }) => {
    settings.requestsPerSecond = body.requestsPerSecond;
    if (body.form !== undefined) settings.throttleForm = body.form;
    if (body.retryAfter !== undefined) settings.retryAfter = body.retryAfter;
    return body;
  },
});
