/**
 * A shop's domain as it is stored, compared and shown, from how a row or a person may spell it: in capitals, as an
 * address with a scheme and a path, with the dot at its end that DNS allows.
 */
export function shopDomain(text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]{1,10}:\/\//, '')
    .replace(/[/?#].*$/s, '');
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Whether a shop is named by its domain, and not by its number. */
export function isDomain(shop: string): boolean {
  return shop.includes('.');
}
