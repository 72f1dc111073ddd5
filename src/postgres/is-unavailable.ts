// What postgres.js and Node say when the server cannot be reached or went away in the middle.
const NETWORK_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ETIMEDOUT',
]);
// SQLSTATE classes 08 (connection), 53 (resources), 57 (operator intervention, timeouts); then read-only after a
// failover, a transaction that idled too long, lock timeout, serialization failure, deadlock. Source: PostgreSQL manual, appendix A.
const SQLSTATE = /^(08...|53...|57...|25006|25P03|55P03|40001|40P01)$/;

/** True when the database cannot be used at this moment: asking again later may work, and nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = String(error.code);
  return NETWORK_CODES.has(code) || SQLSTATE.test(code);
}
