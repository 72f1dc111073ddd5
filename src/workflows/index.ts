export { connection } from './connection.js';
