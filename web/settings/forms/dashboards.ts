/* Where Shopify's dashboards are, and how their addresses name things: in any case, with or without scheme, `www.`, port and language. */

const START = '(?:^|[^a-z0-9.-])(?:www\\.)?';
const END = '(?::[0-9]+)?(?![a-z0-9.-])';
const LANGUAGE = '(?:/+[a-z]{2}(?:-[a-z]{2,4})?(?=/))?';
const NUMBER = '([1-9][0-9]{0,18})(?![0-9a-z_-])';

// Source: shopify.dev/docs/api/partner, "Your organization ID": the number in the address of the Partner Dashboard.
const PARTNER = `${START}partners\\.shopify\\.com${END}`;
// Source: the addresses that Shopify's CLI prints, such as dev.shopify.com/dashboard/1/apps/1/versions/1.
const DEV = `${START}dev\\.shopify\\.com${END}`;

const pattern = (source: string): RegExp => new RegExp(source, 'i');

export const PARTNER_DASHBOARD = pattern(PARTNER);
export const PARTNER_ORGANIZATION = pattern(`${PARTNER}${LANGUAGE}(?:/+organizations?)?/+${NUMBER}`);
export const DEV_DASHBOARD = pattern(DEV);
/** Both dashboards show the number of an app behind `/apps/`. */
export const DASHBOARD_APP = pattern(`(?:${PARTNER}|${DEV})(?:/[^?#]*?)?/apps/+${NUMBER}`);
/** The host of any address, and of what looks like one. */
const ANY_HOST = pattern('^(?:https?:)?/{0,2}(?:[^/@]*@)?((?:[a-z0-9-]+\\.)+[a-z]{2,})(?::[0-9]+)?(?:[/?#]|$)');

/** Null for what is no address. */
export function hostOf(entered: string): string | null {
  return ANY_HOST.exec(entered)?.[1]?.toLowerCase() ?? null;
}

/**
 * Where an organization's API clients are made, changed and deleted. Shopify's own help only names the way there by its
 * menus (shopify.dev/api/partner/getting-started); Nango's guide has the address (nango.dev/docs, Shopify Partner).
 */
export const apiClientsAddress = (partnerOrganizationId: string): string =>
  `https://partners.shopify.com/${partnerOrganizationId}/settings/partner_api_clients`;

/** Without an organization: the dashboard asks for it. */
export const PARTNER_DASHBOARD_ADDRESS = 'https://partners.shopify.com/';
