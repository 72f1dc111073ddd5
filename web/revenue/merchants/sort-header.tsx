import { Icon } from '../../shared/ui/icon.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import type { MerchantSort } from '../../../src/contract/merchant-words.js';
import { isMoney, nextOrder, type View } from '../view/view.js';
import styles from './sort-header.module.css';

export interface SortHeaderProps {
  readonly column: MerchantSort;
  readonly view: View;
  readonly onChange: ChangeView;
}

/** A column's heading that sorts the list by it, and then the other way round. */
export function SortHeader({ column, view, onChange }: SortHeaderProps) {
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
