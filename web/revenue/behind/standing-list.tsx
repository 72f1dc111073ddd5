import type { RevenueMerchantList } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatDay, formatExact } from '../../shared/format/time.js';
import { StatusBadge } from '../../shared/merchant/status-badge.js';
import { useFocusOnMore } from '../../shared/page/use-focus-on-more.js';
import { type ListOf, type ListScope, useList } from '../data/queries.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import type { ChangeView } from '../view/use-view.js';
import { AppAndPlan, MerchantCell } from './cells.js';
import { ListFrame } from './list-frame.js';
import { messages } from './messages.en.js';
import styles from './standing-list.module.css';

export interface StandingListProps {
  readonly list: ListOf<'standing'>;
  readonly scope: ListScope;
  readonly label: string;
  readonly onChange: ChangeView;
}

/** Who was there at the end of a day, most MRR first. */
export function StandingList({ list, scope, label, onChange }: StandingListProps) {
  const query = useList(list, scope);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const whole = query.data?.pages[0];
  const { entriesRef, onMore } = useFocusOnMore(label, items.length);
  const { standing, standingCaption, merchant, app, mrr } = messages;
  return (
    <ListFrame
      list={query}
      isEmpty={items.length === 0}
      total={whole === undefined ? '' : standing(whole.merchants, formatMoney(whole.mrr))}
      onMore={onMore}
    >
      <DataTable
        caption={standingCaption}
        label={label}
        columns={[{ name: merchant }, { name: app }, { name: mrr, isNumber: true }]}
        rowsRef={entriesRef}
      >
        {items.map((item) => (
          <tr key={item.merchant.shopNumber}>
            <MerchantCell merchant={item.merchant} onChange={onChange} />
            <td>
              <ul className={styles['plans']}>
                {item.plans.map((plan) => (
                  <Plan key={`${plan.appId} ${plan.plan ?? ''} ${plan.since}`} plan={plan} />
                ))}
              </ul>
            </td>
            <NumberCell>{formatMoney(item.mrr)}</NumberCell>
          </tr>
        ))}
      </DataTable>
    </ListFrame>
  );
}

function Plan({ plan }: { plan: RevenueMerchantList['items'][number]['plans'][number] }) {
  const { status, mrr, since } = plan;
  return (
    <li>
      <AppAndPlan {...plan} /> <StatusBadge status={status} />
      <span className={styles['since']}>
        {formatMoney(mrr)} {messages.since}{' '}
        <time dateTime={since} title={formatExact(since)}>
          {formatDay(since)}
        </time>
      </span>
    </li>
  );
}
