import type { Merchant } from '../shared/api/types.js';
import type { Freshness } from '../shared/freshness.js';
import { Button } from '../shared/ui/button.js';
import { LiveUpdatesButton } from '../shared/ui/live-updates.js';
import { Outside } from '../shared/ui/outside.js';
import { AppSection } from './app-section.js';
import { FreshnessLine } from './freshness-line.js';
import { History } from './history.js';
import type { useHistory } from './merchant-queries.js';
import styles from './merchant-view.module.css';
import { messages } from './messages.en.js';
import { OpenPage } from './open-page.js';
import { Totals } from './totals.js';
import { showShop } from './use-shop.js';

export interface MerchantViewProps {
  readonly merchant: Merchant;
  readonly history: ReturnType<typeof useHistory>;
  readonly freshness: Freshness | undefined;
  readonly isFreshnessUnknown: boolean;
}

export function MerchantView({ merchant, history, freshness, isFreshnessUnknown }: MerchantViewProps) {
  const { name, myshopifyDomain, apps } = merchant;
  return (
    <>
      <header className={styles['header']}>
        <h1>
          <Outside text={name} />
        </h1>
        <p className="subdued">
          <Outside text={myshopifyDomain} />
        </p>
        <FreshnessLine freshness={freshness} isUnknown={isFreshnessUnknown} />
      </header>
      {apps.length > 1 && <Totals merchant={merchant} />}
      {apps.map((app) => (
        <AppSection key={app.appId} app={app} />
      ))}
      <History history={history} apps={apps}>
        <OpenPage target={{ page: 'revenue', domain: myshopifyDomain }}>{messages.viewInRevenue}</OpenPage>
      </History>
      <footer className={styles['footer']} hidden={history.isPending}>
        <Button look="quiet" onClick={() => showShop(null)}>
          {messages.lookUpAnother}
        </Button>
        <LiveUpdatesButton />
      </footer>
    </>
  );
}
