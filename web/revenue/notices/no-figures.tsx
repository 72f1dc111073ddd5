import type { Revenue } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { formatDay, formatMoment } from '../../shared/format/time.js';
import type { Disconnection } from '../../shared/freshness.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { Icon } from '../../shared/ui/icon.js';
import { useFirstSync } from '../data/queries.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import styles from './no-figures.module.css';
import { SettingsLink } from './notices.js';

/** Stands for the whole page as long as there is no account to read from. */
export function NotConnected({ disconnected }: { disconnected: Disconnection | undefined }) {
  const { claims } = usePageSession();
  const { notConnected, notConnectedOwner, notConnectedOthers } = messages.notices;
  const isOwner = claims.role === 'owner';
  return (
    <Card>
      <div className={styles['empty']}>
        <Icon name="plug" />
        <h2>{notConnected}</h2>
        {disconnected !== undefined && (
          <p>{messages.notices.disconnected(formatMoment(disconnected.at), isolated(disconnected.by))}</p>
        )}
        <p className="subdued">{isOwner ? notConnectedOwner : notConnectedOthers}</p>
        {isOwner && <SettingsLink />}
      </div>
    </Card>
  );
}

export interface NoRevenueProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly revenue: Revenue;
}

/** Stands for the figures where there are none; that there is none at all is said only of everything until now. */
export function NoRevenue({ view, onChange, revenue: { history, range } }: NoRevenueProps) {
  const { noRevenue, noRevenueOfApp, showAllApps } = messages.notices;
  const firstSync = useFirstSync(history);
  const until = formatDay(range.to);
  const isNarrowed = view.app !== null;
  const text = isNarrowed && firstSync === 'whole' ? noRevenueOfApp(until) : noRevenue[firstSync];
  return (
    <Card>
      <div className={styles['empty']}>
        <p>{text}</p>
        {isNarrowed && <Button onClick={() => onChange({ app: null, plan: null }, 'push')}>{showAllApps}</Button>}
      </div>
    </Card>
  );
}
