import type { MerchantInFull } from '../api/types.js';
import { CopyButton } from '../ui/copy-button.js';
import { ExternalLink } from '../ui/external-link.js';
import { Outside } from '../ui/text.js';
import { isNamed } from './is-named.js';
import { messages } from './messages.en.js';
import styles from './shop-line.module.css';

export interface ShopLineProps {
  readonly merchant: MerchantInFull;
  /** Of the page that it stands in. */
  readonly className?: string | undefined;
}

/** Which shop a merchant is: its domain, to be copied, and where Shopify's Partner Dashboard shows it. */
export function ShopLine({ merchant, className }: ShopLineProps) {
  const { myshopifyDomain } = merchant;
  return (
    <div className={className === undefined ? styles['shop'] : `${styles['shop']} ${className}`}>
      {isNamed(merchant) && (
        <span className="subdued">
          <Outside text={myshopifyDomain} />
        </span>
      )}
      <CopyButton text={myshopifyDomain} label={messages.copyDomain} what={messages.domain} />
      <DashboardLinks merchant={merchant} />
    </div>
  );
}

// The stores of an organization are at partners.shopify.com/<organization>/stores
// (https://github.com/Shopify/cli/pull/5544); that a shop's own page stands below it under the number that the Partner API
// calls it by is what the dashboard's own links do, and is documented nowhere. Where it is not so, the dashboard says that
// there is no such page.
const addressOf = (organization: string, shopNumber: string) =>
  `https://partners.shopify.com/${organization}/stores/${shopNumber}`;

/** The shop's page in the dashboard: one for each Partner organization whose apps it has. */
function DashboardLinks({ merchant: { shopNumber, apps } }: { merchant: MerchantInFull }) {
  const organizations = [...new Set(apps.map(({ partnerOrganizationId }) => partnerOrganizationId))];
  return organizations.map((organization) => (
    <ExternalLink key={organization} isSmall href={addressOf(organization, shopNumber)}>
      {organizations.length === 1 ? messages.partnerDashboard : messages.partnerDashboardOf(organization)}
    </ExternalLink>
  ));
}
