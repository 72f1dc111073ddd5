import type { ReactNode } from 'react';
import type { Merchant, MerchantApp } from '../../shared/api/types.js';
import { formatDate, formatExact } from '../../shared/format/time.js';
import { RelativeTime } from '../../shared/ui/relative-time.js';
import { messages } from '../messages.en.js';
import { MoneyLines } from '../money-lines.js';
import { appNumberOf } from '../api-paths.js';
import { latestInstall } from './latest-install.js';
import styles from './merchant-table.module.css';
import { StatusBadge } from './status-badge.js';

export interface MerchantRowProps {
  readonly merchant: Merchant;
  /** Where its history is. */
  readonly href: string;
  readonly onOpen: () => void;
}

/** One merchant; all of the row opens its history, by the link that is its name. */
export function MerchantRow({ merchant, href, onOpen }: MerchantRowProps) {
  const { columns, apps } = messages.merchants;
  const installedAt = latestInstall(merchant);
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <a
          href={href}
          className={styles['name']}
          onClick={(event) => {
            // With a key held down it is a link like any other: a new tab, a new window.
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen();
          }}
        >
          {merchant.name}
        </a>
        <span className={styles['domain']}>{merchant.myshopifyDomain}</span>
      </th>
      <Cell label={apps}>
        <ul className={styles['apps']}>
          {merchant.apps.map((app) => (
            <AppLine key={app.appId} app={app} />
          ))}
        </ul>
      </Cell>
      <Cell label={columns.mrr} isMoney>
        <MoneyLines amounts={merchant.mrr} />
      </Cell>
      <Cell label={columns.lifetimeValue} isMoney>
        <MoneyLines amounts={merchant.lifetimeValue} />
      </Cell>
      <Cell label={columns.lastEventAt}>
        <RelativeTime instant={merchant.lastEventAt} />
      </Cell>
      <Cell label={columns.installedAt}>
        {installedAt === null ? (
          <span className="subdued">{messages.nothing}</span>
        ) : (
          <time dateTime={installedAt} title={formatExact(installedAt)}>
            {formatDate(installedAt)}
          </time>
        )}
      </Cell>
    </tr>
  );
}

/** The column's name is shown where the table is stacked; screen readers take it from the heading in both. */
function Cell({ label, isMoney = false, children }: { label: string; isMoney?: boolean; children: ReactNode }) {
  return (
    <td role="cell" data-money={isMoney}>
      <span className={styles['label']} aria-hidden="true">
        {label}
      </span>
      <div>{children}</div>
    </td>
  );
}

function AppLine({ app }: { app: MerchantApp }) {
  const { appAndPlan, formerly, noPlan } = messages.merchants;
  const name = app.appName ?? messages.appWithoutName(appNumberOf(app.appId));
  const plan = app.plan ?? (app.lastPlan === null ? noPlan : formerly(app.lastPlan));
  return (
    <li>
      <span>{appAndPlan(name, plan)}</span> <StatusBadge status={app.status} />
    </li>
  );
}
