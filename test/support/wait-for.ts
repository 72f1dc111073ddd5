export { waitFor, type WaitOptions } from '../../src/dev/wait-for.js';
