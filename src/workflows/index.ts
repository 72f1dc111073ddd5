export { connection } from './connection/connection.js';
export { reconcile } from './reconcile.js';
export { webhook } from './webhook.js';
