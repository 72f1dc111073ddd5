export { connection } from './connection/connection.js';
export { merchantRefresh } from './merchant-refresh.js';
export { reconcile } from './reconcile.js';
export { webhook } from './webhook.js';
