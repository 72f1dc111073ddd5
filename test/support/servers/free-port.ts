export { freePort } from '../../../src/dev/processes/ports.js';
