import { UnexpectedAnswer } from './errors.js';

const ORGANIZATION_ID = /^[1-9][0-9]{0,18}$/;

/**
 * The one address that a token may be sent to. Built from a fixed base; the result is read back and compared, because
 * URL parsing forgives what would send a token to another path or organization (`../`, `?`, `#`, line breaks).
 */
export function partnerEndpoint(baseUrl: string, organizationId: string, version: string): string {
  if (!ORGANIZATION_ID.test(organizationId)) throw new UnexpectedAnswer('the Partner organization id is malformed');
  const base = new URL(baseUrl);
  const path = `${base.pathname.replace(/\/$/, '')}/${organizationId}/api/${version}/graphql.json`;
  const url = new URL(path, base.origin);
  if (url.origin !== base.origin || url.pathname !== path || url.search !== '' || url.hash !== '') {
    throw new UnexpectedAnswer('the address of the Partner API is not the one asked for');
  }
  return url.href;
}
