export { waitFor } from '../../src/dev/wait-for.js';
