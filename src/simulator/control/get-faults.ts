import { controlRoute, nothing } from './route.js';

/** The script, each rule with how often it matched and fired. */
export const getFaults = controlRoute({
  method: 'get',
  path: '/control/faults',
  query: nothing,
  body: nothing,
  handle: (_, { faults }) => ({ faults: faults.state }),
});
