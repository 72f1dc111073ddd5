export { connection } from './connection.js';
export { reconcile } from './reconcile.js';
export { webhook } from './webhook.js';
