import type { Ref } from 'react';
import type { Merchant } from '../../shared/api/types.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import { hrefOf } from '../view/view-link.js';
import { MerchantRow } from './merchant-row.js';
import styles from './merchant-table.module.css';
import { SortHeader } from './sort-header.js';

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
