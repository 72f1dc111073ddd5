export { waitFor } from '../../../src/dev/processes/wait-for.js';
