export { connection } from './connection.js';
export { reconcile } from './reconcile.js';
