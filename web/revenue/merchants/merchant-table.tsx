import type { Ref } from 'react';
import type { Merchant } from '../../shared/api/types.js';
import { Icon } from '../../shared/ui/icon.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import { isMoney, nextOrder, type View } from '../view/view.js';
import { hrefOf } from '../view/view-link.js';
import { MerchantRow } from './merchant-row.js';
import styles from './merchant-table.module.css';

export interface MerchantTableProps {
  readonly merchants: readonly Merchant[];
  readonly view: View;
  readonly onChange: ChangeView;
  readonly rowsRef: Ref<HTMLTableSectionElement>;
}

/* The roles are the elements' own. They are said because browsers forget them where the table is stacked. */
export function MerchantTable({ merchants, view, onChange, rowsRef }: MerchantTableProps) {
  const { caption, merchant, apps } = messages.merchants;
  const sorting = { view, onChange };
  return (
    <table className={styles['table']} role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {merchant}
          </th>
          <th scope="col" role="columnheader">
            {apps}
          </th>
          <SortHeader column="mrr" {...sorting} />
          <SortHeader column="lifetimeValue" {...sorting} />
          <SortHeader column="lastEventAt" {...sorting} />
          <SortHeader column="installedAt" {...sorting} />
        </tr>
      </thead>
      <tbody role="rowgroup" ref={rowsRef}>
        {merchants.map((each) => (
          <MerchantRow
            key={each.shopNumber}
            merchant={each}
            // By number: a domain reads better, but it may be another shop's by now, or be redacted.
            href={hrefOf({ merchant: each.shopNumber })}
            onOpen={() => onChange({ merchant: each.shopNumber }, 'push')}
          />
        ))}
      </tbody>
    </table>
  );
}

export interface SortHeaderProps {
  readonly column: View['sort'];
  readonly view: View;
  readonly onChange: ChangeView;
}

/** A column's heading that sorts the list by it, and then the other way round. */
function SortHeader({ column, view, onChange }: SortHeaderProps) {
  const { columns, sortBy } = messages.merchants;
  const isSorted = view.sort === column;
  const order = view.order === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" role="columnheader" aria-sort={isSorted ? order : undefined} data-money={isMoney(column)}>
      <button
        type="button"
        className={styles['sort']}
        title={sortBy(columns[column])}
        onClick={() => onChange({ sort: column, order: nextOrder(view, column) }, 'push')}
      >
        {columns[column]}
        <span className={styles['arrow']}>{isSorted && <Icon name={view.order === 'asc' ? 'up' : 'down'} />}</span>
      </button>
    </th>
  );
}
