import { randomUUID } from 'node:crypto';

/** Headers seen on recorded answers of Shopify's, 2026-07. */
export function shopifyHeaders(version: string): Record<string, string> {
  return {
    'x-shopify-api-version': version,
    'x-request-id': randomUUID(),
    'cache-control': 'max-age=0, private',
    server: 'cloudflare',
  };
}
