import type { MerchantInFull } from '../api/types.js';
import { messages as common } from '../messages.en.js';
import { Icon } from '../ui/icon.js';
import styles from './dashboard-link.module.css';
import { messages } from './messages.en.js';

// The stores of an organization are at partners.shopify.com/<organization>/stores
// (https://github.com/Shopify/cli/pull/5544); that a shop's own page stands below it under the number that the Partner API
// calls it by is what the dashboard's own links do, and is documented nowhere. Where it is not so, the dashboard says that
// there is no such page.
const addressOf = (organization: string, shopNumber: string) =>
  `https://partners.shopify.com/${organization}/stores/${shopNumber}`;

/** The shop's page in Shopify's Partner Dashboard: one for each Partner organization whose apps it has. */
export function DashboardLinks({ merchant: { shopNumber, apps } }: { merchant: MerchantInFull }) {
  const organizations = [...new Set(apps.map(({ partnerOrganizationId }) => partnerOrganizationId))];
  return organizations.map((organization) => (
    <a
      key={organization}
      href={addressOf(organization, shopNumber)}
      target="_blank"
      rel="noopener noreferrer"
      className={styles['link']}
    >
      {organizations.length === 1 ? messages.partnerDashboard : messages.partnerDashboardOf(organization)}
      <Icon name="external" />
      <span className="visually-hidden">({common.opensInNewTab})</span>
    </a>
  ));
}
