const DASHBOARD = /partners\.shopify\.com\/([0-9]+)/i;
const ORGANIZATION_ID = /^[1-9][0-9]{0,18}$/;
const MAX_BIGINT = 9223372036854775807n;

/** What was typed or pasted, without what is around the number: the whole address of a dashboard is a good answer. */
export function cleanOrganizationId(text: string): string {
  return DASHBOARD.exec(text)?.[1] ?? text.trim();
}

/** As the api checks it. */
export function isOrganizationId(text: string): boolean {
  return ORGANIZATION_ID.test(text) && BigInt(text) <= MAX_BIGINT;
}
