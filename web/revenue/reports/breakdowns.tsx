import { type ReactNode, useState } from 'react';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { CurrencyRevenue, Money } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatCount } from '../../shared/format/numbers.js';
import { isolated } from '../../shared/format/text.js';
import { formatDay } from '../../shared/format/time.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { Outside } from '../../shared/ui/text.js';
import { messages as page } from '../messages.en.js';
import styles from './breakdowns.module.css';
import { messages } from './messages.en.js';

/** Where the MRR comes from: apps and plans. @param to the last day of the range */
export function Breakdowns({ revenue, to }: { revenue: CurrencyRevenue; to: string }) {
  const { byApp, byPlan, app, plan, byAppCaption, byPlanCaption } = messages.breakdowns;
  const { currencyCode } = revenue;
  const names = new Map(revenue.byApp.map(({ appId, appName }) => [appId, appName]));
  const nameOf = (appId: string) => isolated(names.get(appId) ?? page.appWithoutName(appNumberOf(appId)));
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
              {row.plan === null ? page.planWithoutName : <Outside text={row.plan} />}{' '}
              <span className="subdued">{nameOf(row.appId)}</span>
            </>
          ),
        }))}
      />
    </div>
  );
}

export interface BreakdownRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly mrr: Money;
  readonly merchants: number;
}

export interface BreakdownProps {
  readonly heading: string;
  readonly caption: string;
  /** What a row is one of. */
  readonly column: string;
  readonly rows: readonly BreakdownRow[];
}

/** More than these are shown on demand. */
const FIRST = 8;

/** What is live at the end of the range, most MRR first. */
function Breakdown({ heading, caption, column, rows }: BreakdownProps) {
  const { mrr, merchants, none, showAll, showFirst } = messages.breakdowns;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, FIRST);
  return (
    <Card>
      <h2>{heading}</h2>
      {rows.length === 0 ? (
        <p className="subdued">{none}</p>
      ) : (
        <table className={styles['table']}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{column}</th>
              <th scope="col">{mrr}</th>
              <th scope="col">{merchants}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td>{formatMoney(row.mrr)}</td>
                <td>{formatCount(row.merchants)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > FIRST && (
        <div>
          <Button aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? showFirst(FIRST) : showAll(rows.length)}
          </Button>
        </div>
      )}
    </Card>
  );
}
