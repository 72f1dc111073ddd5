import { type MouseEvent, type ReactNode, useRef } from 'react';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { Merchant, MerchantApp } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { formatDate, formatExact } from '../../shared/format/time.js';
import { isNamed } from '../../shared/merchant/is-named.js';
import { StatusBadge } from '../../shared/merchant/status-badge.js';
import { Outside, RelativeTime } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';
import { MoneyLines } from '../parts/money-lines.js';
import styles from './merchant-table.module.css';

export interface MerchantRowProps {
  readonly merchant: Merchant;
  /** Where its history is. */
  readonly href: string;
  readonly onOpen: () => void;
}

/**
 * One merchant. Its name is the link to its history; for a mouse the rest of the row is one, too. A link laid over the
 * whole row would not do: in Safari a row does not hold what is placed in it, and the last link would lie over the page.
 */
export function MerchantRow({ merchant, href, onOpen }: MerchantRowProps) {
  const { columns, apps } = messages.merchants;
  const installedAt = latestInstall(merchant);
  const link = useRef<HTMLAnchorElement>(null);
  const open = (event: MouseEvent) => {
    // With a key held down it is a link like any other: a new tab, a new window.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const isOnLink = event.target === link.current;
    if (!isOnLink && isTextSelected()) return;
    event.preventDefault();
    // It has the focus when what was opened is closed again.
    link.current?.focus();
    onOpen();
  };
  return (
    <tr role="row" onClick={open}>
      <th scope="row" role="rowheader">
        <a href={href} ref={link} className={styles['name']}>
          <Outside text={merchant.name} />
        </a>
        {isNamed(merchant) && (
          <span className={styles['domain']}>
            <Outside text={merchant.myshopifyDomain} />
          </span>
        )}
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

/** A press that selects a domain for copying opens nothing. */
const isTextSelected = (): boolean => getSelection()?.isCollapsed === false;

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
  const plan =
    app.plan !== null ? isolated(app.plan) : app.lastPlan === null ? noPlan : formerly(isolated(app.lastPlan));
  return (
    <li>
      <span>{appAndPlan(isolated(name), plan)}</span> <StatusBadge status={app.status} />
    </li>
  );
}

/** When the merchant last installed one of the apps, which is what the list sorts by. Null when no row says so. */
function latestInstall({ apps }: Merchant): string | null {
  return (
    apps
      .map(({ installedAt }) => installedAt)
      .filter((installedAt) => installedAt !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
