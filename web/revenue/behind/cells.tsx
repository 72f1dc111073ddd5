import { appNumberOf } from '../../shared/api/addresses.js';
import type { MovementList } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { isNamed } from '../../shared/merchant/is-named.js';
import { Outside } from '../../shared/ui/text.js';
import { messages as ofDrawer } from '../drawer/messages.en.js';
import { messages as page } from '../messages.en.js';
import { messages as ofTrend } from '../trend/messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import styles from './cells.module.css';
import { messages } from './messages.en.js';

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

export interface AppAndPlanProps {
  readonly appId: string;
  readonly appName: string | null;
  readonly plan: string | null;
}

export function AppAndPlan({ appId, appName, plan }: AppAndPlanProps) {
  const name = appName ?? page.appWithoutName(appNumberOf(appId));
  return page.merchants.appAndPlan(isolated(name), plan === null ? page.planWithoutName : isolated(plan));
}

export interface MovementReasonProps {
  readonly item: MovementList['items'][number];
  /** Of who left it is asked why first, and how after that. */
  readonly isChurn: boolean;
}

/** Why MRR changed: what happened, and what the merchant gave as the reason. */
export function MovementReason({ item: { movement, type, reason, description }, isChurn }: MovementReasonProps) {
  const event = ofDrawer.events[type];
  if (!isChurn) {
    return (
      <>
        {messages.movementAndEvent(ofTrend.movements[movement], event)}
        {reason !== null && <Words text={reason} />}
        {description !== null && <Words text={description} />}
      </>
    );
  }
  return (
    <>
      {reason === null ? messages.noReason : <Outside text={reason} />}
      <span className={styles['more']}>{event}</span>
      {description !== null && <Words text={description} />}
    </>
  );
}

function Words({ text }: { text: string }) {
  return (
    <span className={styles['more']}>
      <Outside text={text} />
    </span>
  );
}
