import type { CurrencyRevenue } from '../../shared/api/types.js';
import { formatDay } from '../../shared/format/time.js';
import { isolated } from '../../shared/format/outside.js';
import { Outside } from '../../shared/ui/outside.js';
import { messages } from '../messages.en.js';
import { appNumberOf } from '../../shared/app-number.js';
import { Breakdown } from './breakdown.js';
import styles from './breakdowns.module.css';

/** Where the MRR comes from: apps and plans. @param to the last day of the range */
export function Breakdowns({ revenue, to }: { revenue: CurrencyRevenue; to: string }) {
  const { byApp, byPlan, app, plan, byAppCaption, byPlanCaption } = messages.breakdowns;
  const { currencyCode } = revenue;
  const names = new Map(revenue.byApp.map(({ appId, appName }) => [appId, appName]));
  const nameOf = (appId: string) => isolated(names.get(appId) ?? messages.appWithoutName(appNumberOf(appId)));
  return (
    <div className={styles['breakdowns']}>
      <Breakdown
        heading={byApp}
        caption={byAppCaption(formatDay(to), currencyCode)}
        column={app}
        rows={revenue.byApp.map((row) => ({ ...row, key: row.appId, name: nameOf(row.appId) }))}
      />
      <Breakdown
        heading={byPlan}
        caption={byPlanCaption(formatDay(to), currencyCode)}
        column={plan}
        rows={revenue.byPlan.map((row) => ({
          ...row,
          key: `${row.appId} ${row.plan ?? ''}`,
          name: (
            <>
              {row.plan === null ? messages.planWithoutName : <Outside text={row.plan} />}{' '}
              <span className="subdued">{nameOf(row.appId)}</span>
            </>
          ),
        }))}
      />
    </div>
  );
}
