/** True for the names and addresses by which a machine knows itself, and no other machine knows it. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|(::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}
