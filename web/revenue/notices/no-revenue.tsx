import { formatDay } from '../../shared/format/time.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import type { Revenue } from '../../shared/api/types.js';
import type { View } from '../view/view.js';
import { useFirstSync } from '../use-first-sync.js';
import styles from './not-connected.module.css';

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
