import { isNamed } from '../../shared/merchant/is-named.js';
import { Outside } from '../../shared/ui/outside.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import styles from './merchant-cell.module.css';

export interface MerchantCellProps {
  readonly merchant: { readonly shopNumber: string; readonly myshopifyDomain: string; readonly name: string };
  readonly onChange: ChangeView;
}

/** Who a row is of: the name leads to the merchant's history. */
export function MerchantCell({ merchant, onChange }: MerchantCellProps) {
  const { shopNumber, myshopifyDomain, name } = merchant;
  return (
    <th scope="row">
      <ViewLink to={{ merchant: shopNumber }} onChange={onChange} className={styles['name']}>
        <Outside text={name} />
      </ViewLink>
      {isNamed(merchant) && (
        <span className={styles['domain']}>
          <Outside text={myshopifyDomain} />
        </span>
      )}
    </th>
  );
}
