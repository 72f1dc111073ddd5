/** True for the names and addresses by which a machine knows itself, and no other machine knows it. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|(::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}

/**
 * Whether a request's `Host` names this machine. A page of any site may have its own name point here for a moment (DNS
 * rebinding) and then reads what is answered; its browser still says the site's name.
 */
export function isHostThisMachine(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`;
  return URL.canParse(url) && isThisMachine(new URL(url).hostname);
}
