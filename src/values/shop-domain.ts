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

/**
 * A shop's own domain as Shopify gives it, in the one spelling of `shopDomain`; it is also a name in DNS, whose part
 * before the first dot has at most 63 letters. Source: shopify.dev, "Implement OAuth", the check of `shop`.
 */
export const MYSHOPIFY_DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;
