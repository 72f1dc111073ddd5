export { connection } from './connection/connection.js';
export { doctor } from './doctor.js';
export { merchantRefresh } from './merchant-refresh.js';
export { merchantUpdates } from './merchant-updates.js';
export { reconcile } from './reconcile.js';
export { webhook } from './webhook.js';
