import type { Connection, MerchantCorrection, MerchantInFull } from '../../shared/api/types.js';
import type { Freshness } from '../../shared/freshness.js';
import { ShopLine } from '../../shared/merchant/shop-line.js';
import { TenureLine } from '../../shared/merchant/tenure-line.js';
import { LiveUpdatesButton } from '../../shared/page/live-updates.js';
import { Button } from '../../shared/ui/button.js';
import { OpenPage } from '../../shared/ui/open-page.js';
import { Outside } from '../../shared/ui/text.js';
import type { useLatestEvents } from '../data/queries.js';
import { FreshnessLine } from '../freshness/freshness-line.js';
import { disconnectedBesideText } from '../freshness/freshness-text.js';
import { History } from '../history/history.js';
import { WayBack } from '../look-up/way-back.js';
import { messages } from '../messages.en.js';
import { lookUp } from '../shown.js';
import { AppSection } from './app-section.js';
import styles from './merchant-view.module.css';
import { Totals } from './totals.js';

export interface MerchantViewProps {
  readonly merchant: MerchantInFull;
  readonly latest: ReturnType<typeof useLatestEvents>;
  readonly corrections: readonly MerchantCorrection[];
  readonly freshness: Freshness | undefined;
  /** The merchant's organizations that nothing comes from any more, beside others. */
  readonly disconnected: readonly Connection[];
  readonly isFreshnessUnknown: boolean;
}

export function MerchantView(props: MerchantViewProps) {
  const { merchant, latest, corrections, freshness, disconnected, isFreshnessUnknown } = props;
  const { name, myshopifyDomain, shopNumber, apps } = merchant;
  return (
    <>
      <WayBack />
      <header className={styles['header']}>
        <h1>
          <Outside text={name} />
        </h1>
        <TenureLine merchant={merchant} corrections={corrections} />
        <ShopLine merchant={merchant} className={styles['shop']} />
        <FreshnessLine freshness={freshness} isUnknown={isFreshnessUnknown} isRefreshing={merchant.refreshing} />
        {disconnected.map((connection) => (
          <p key={connection.id} className="subdued">
            {disconnectedBesideText(connection)}
          </p>
        ))}
      </header>
      {apps.length > 1 && <Totals merchant={merchant} />}
      {apps.map((app) => (
        <AppSection
          key={app.appId}
          app={app}
          corrections={corrections}
          onlyAppOf={apps.length === 1 ? shopNumber : null}
        />
      ))}
      <History latest={latest} merchant={merchant}>
        <OpenPage target={{ page: 'revenue', domain: myshopifyDomain }}>{messages.viewInRevenue}</OpenPage>
      </History>
      <footer className={styles['footer']} hidden={latest.isPending}>
        <Button look="quiet" onClick={lookUp}>
          {messages.lookUpAnother}
        </Button>
        <LiveUpdatesButton />
      </footer>
    </>
  );
}
