import { z } from 'zod';
import { faultRule } from '../faults/script.js';
import { controlRoute, nothing } from './route.js';

/** Replaces the script; an empty list ends all faults. Counts begin again. */
export const putFaults = controlRoute({
  method: 'put',
  path: '/control/faults',
  query: nothing,
  body: z.strictObject({ faults: z.array(faultRule), seed: z.union([z.string(), z.number()]).default(0) }),
  handle: ({ body }, { faults }) => {
    faults.set(body.faults, body.seed);
    return { faults: faults.state };
  },
});
