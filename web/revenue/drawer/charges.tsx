import type { Ref } from 'react';
import type { MerchantCharge } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatDate } from '../../shared/format/time.js';
import { Badge } from '../../shared/ui/badge.js';
import { Outside } from '../../shared/ui/text.js';
import { useMerchantPart } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import styles from './charges.module.css';
import { messages } from './messages.en.js';
import { PagedSection } from './paged-section.js';

export interface ChargesProps {
  readonly merchantKey: string;
  readonly appNames: ReadonlyMap<string, string | null>;
}

/** Every subscription charge, also those that were only tests. Apps are named where there is more than one. */
export function Charges({ merchantKey, appNames }: ChargesProps) {
  const { charges, noCharges, moreCharges } = messages;
  return (
    <PagedSection heading={charges} none={noCharges} more={moreCharges} part={useMerchantPart(merchantKey, 'charges')}>
      {(items, entriesRef) => <ChargeTable charges={items} appNames={appNames} rowsRef={entriesRef} />}
    </PagedSection>
  );
}

interface ChargeTableProps extends Pick<ChargesProps, 'appNames'> {
  readonly charges: readonly MerchantCharge[];
  readonly rowsRef: Ref<HTMLTableSectionElement>;
}

function ChargeTable({ charges, appNames, rowsRef }: ChargeTableProps) {
  const { chargesCaption, chargesRegion, charge, amount, interval, from, until } = messages;
  return (
    <div className={styles['region']} role="region" aria-label={chargesRegion} tabIndex={0}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{chargesCaption}</caption>
        <thead>
          <tr>
            {[charge, amount, interval, from, until].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={rowsRef}>
          {charges.map((each) => (
            <ChargeRow
              key={`${each.appId} ${each.chargeNumber}`}
              charge={each}
              app={appNames.size > 1 ? appNames.get(each.appId) : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ChargeRow({ charge, app }: { charge: MerchantCharge; app: string | null | undefined }) {
  const { test, intervals } = messages;
  const { plan, amount, interval, activatedAt } = charge;
  return (
    <tr>
      <th scope="row">
        {plan === null ? page.planWithoutName : <Outside text={plan} />}{' '}
        {charge.test && <Badge tone="neutral">{test}</Badge>}
        {app != null && (
          <span className={styles['app']}>
            <Outside text={app} />
          </span>
        )}
      </th>
      <td>{amount === null ? page.nothing : formatMoney(amount)}</td>
      <td>{intervals[interval]}</td>
      <td>{activatedAt === null ? page.nothing : formatDate(activatedAt)}</td>
      <td>{endText(charge)}</td>
    </tr>
  );
}

function endText({ activatedAt, endedAt, endReason }: MerchantCharge): string {
  const { stillLive, ended } = messages;
  if (endedAt === null) return activatedAt === null ? page.nothing : stillLive;
  return endReason === null ? formatDate(endedAt) : ended(formatDate(endedAt), endReason);
}
