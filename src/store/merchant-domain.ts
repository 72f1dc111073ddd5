/** Shopify blanks shops out with this word, as name and as domain; then many shops share one domain. */
export function isRedacted(domain: string): boolean {
  return /^redacted(\.myshopify\.com)?$/i.test(domain);
}
