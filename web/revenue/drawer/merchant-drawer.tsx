import { endOf } from '../../../src/values/day.js';
import { Problem } from '../../shared/api/problem.js';
import type { MerchantInFull } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { formatDay } from '../../shared/format/time.js';
import { useCorrections } from '../../shared/merchant/corrections.js';
import { ShopLine } from '../../shared/merchant/shop-line.js';
import { TenureLine } from '../../shared/merchant/tenure-line.js';
import { messages as common } from '../../shared/messages.en.js';
import { useNow } from '../../shared/page/use-now.js';
import { Banner } from '../../shared/ui/banner.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { Outside, RelativeTime } from '../../shared/ui/text.js';
import type { MerchantQuery } from '../data/queries.js';
import { MoneyLines } from '../parts/money-lines.js';
import { AppStanding } from './app-section.js';
import { Charges } from './charges.js';
import { Corrections } from './corrections.js';
import { History } from './history.js';
import styles from './merchant-drawer.module.css';
import { messages } from './messages.en.js';

export interface MerchantDrawerProps {
  readonly merchantKey: string;
  readonly query: MerchantQuery;
  /** The past day at whose end it is shown; null: now. */
  readonly asOf: string | null;
  readonly onClose: () => void;
}

/** One merchant, whole: where each app stands and why, all that happened, every charge, and what was corrected. */
export function MerchantDrawer({ merchantKey, query, asOf, onClose }: MerchantDrawerProps) {
  const { data: merchant, isPending, error, refetch } = query;
  const { loading, notFound, notFoundThen, shownAsOf, label } = messages;
  const isMissing = error instanceof Problem && error.code === 'not_found';
  return (
    <Dialog label={label(isolated(merchant?.name ?? merchantKey))} look="drawer" onClose={onClose}>
      <header className={styles['head']}>
        <div>
          <h2>
            <Outside text={merchant?.name ?? merchantKey} />
          </h2>
          {merchant !== undefined && <ShopLine merchant={merchant} />}
        </div>
        <Button look="quiet" aria-label={common.close} title={common.close} data-autofocus onClick={onClose}>
          <Icon name="cross" />
        </Button>
      </header>
      {asOf !== null && merchant !== undefined && <Banner tone="caution">{shownAsOf(formatDay(asOf))}</Banner>}
      {isPending && <Skeleton lines={14} label={loading} />}
      {isMissing && <Banner tone="info">{asOf === null ? notFound : notFoundThen(formatDay(asOf))}</Banner>}
      {error !== null && !isMissing && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {merchant !== undefined && <MerchantDetails merchant={merchant} asOf={asOf} />}
    </Dialog>
  );
}

function MerchantDetails({ merchant, asOf }: { merchant: MerchantInFull; asOf: string | null }) {
  const nowMs = useNow();
  const atMs = asOf === null ? nowMs : endOf(asOf);
  const known = useCorrections(merchant.shopNumber);
  const { mrr, lifetimeValue, lastEvent, apps } = messages;
  const appNames = new Map(merchant.apps.map(({ appId, appName }) => [appId, appName]));
  return (
    <>
      <TenureLine merchant={merchant} corrections={known} untilMs={atMs} className={styles['tenure']} />
      <dl className={styles['figures']}>
        <div>
          <dt>{mrr}</dt>
          <dd className={styles['amount']}>
            <MoneyLines amounts={merchant.mrr} />
          </dd>
        </div>
        <div>
          <dt>{lifetimeValue}</dt>
          <dd className={styles['amount']}>
            <MoneyLines amounts={merchant.lifetimeValue} />
          </dd>
        </div>
        <div>
          <dt>{lastEvent}</dt>
          <dd>
            <RelativeTime instant={merchant.lastEventAt} />
          </dd>
        </div>
      </dl>
      <section className={styles['section']}>
        <h3>{apps}</h3>
        <ul className={styles['apps']}>
          {merchant.apps.map((app) => (
            <li key={app.appId}>
              <AppStanding app={app} corrections={known} atMs={atMs} />
            </li>
          ))}
        </ul>
      </section>
      <Charges merchantKey={merchant.shopNumber} appNames={appNames} />
      <Corrections merchantKey={merchant.shopNumber} />
      <History merchantKey={merchant.shopNumber} appNames={appNames} />
    </>
  );
}
