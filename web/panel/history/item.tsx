import { useState } from 'react';
import { EVENT_TYPES } from '../../../src/merchants/definitions/merchant-words.js';
import { TERMS } from '../../../src/merchants/definitions/terms.js';
import type { MerchantEvent, UsageMonth } from '../../shared/api/types.js';
import { formatMonth } from '../../shared/format/time.js';
import { messages as ofMerchants } from '../../shared/merchant/messages.en.js';
import { UsageCharges, usageMoney } from '../../shared/merchant/usage-charges.js';
import { Why } from '../../shared/merchant/why.js';
import { RelativeTime } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';
import { DisclosureRow } from '../parts/disclosure-row.js';
import styles from './item.module.css';
import { awaySpan, eventMoney, eventReason, eventTitle } from './item-text.js';

/** One line of the history, which opens to why it is there. */
export function EventItem({ event, appName }: { event: MerchantEvent; appName: string | null }) {
  const { type, occurredAt, test, suppressed } = event;
  const { test: testTag, testHint, suppressed: suppressedTag } = messages.history;
  const money = eventMoney(event);
  const reason = eventReason(event);
  return (
    <li className={styles['event']} data-suppressed={suppressed}>
      <DisclosureRow
        summary={
          <span className={styles['line']}>
            <span className={styles['title']}>{eventTitle(event)}</span>
            {money !== null && <span className={styles['money']}>{money}</span>}
            <span className={styles['when']} data-own-line={appName !== null}>
              {appName !== null && <span>{appName}</span>}
              <RelativeTime instant={occurredAt} />
            </span>
            {reason !== null && <span className={styles['more']}>{reason}</span>}
            {test && <span className={styles['tag']}>{`${testTag} · ${testHint}`}</span>}
            {suppressed && <span className={styles['tag']}>{suppressedTag}</span>}
          </span>
        }
      >
        <Why
          meanings={[EVENT_TYPES[type], ...(suppressed ? [TERMS.Suppressed] : [])]}
          reasons={[{ about: null, why: event }]}
          rows={event.rows}
        />
      </DisclosureRow>
    </li>
  );
}

export interface UsageItemProps {
  readonly usage: UsageMonth;
  readonly appName: string | null;
  readonly shopNumber: string;
}

/** What was charged for usage in a month, which opens to the single charges. */
export function UsageItem({ usage, appName, shopNumber }: UsageItemProps) {
  const [isOpen, setOpen] = useState(false);
  const { test, testHint } = messages.history;
  return (
    <li>
      <DisclosureRow
        onToggle={setOpen}
        summary={
          <span className={styles['line']}>
            <span className={styles['title']}>{ofMerchants.usage.month(formatMonth(usage.month))}</span>
            <span className={styles['money']}>{usageMoney(usage)}</span>
            <span className={styles['when']} data-own-line={appName !== null}>
              {appName !== null && <span>{appName}</span>}
              <span>{ofMerchants.usage.count(usage.count)}</span>
            </span>
            {usage.test && <span className={styles['tag']}>{`${test} · ${testHint}`}</span>}
          </span>
        }
      >
        {isOpen && <UsageCharges shopNumber={shopNumber} usage={usage} />}
      </DisclosureRow>
    </li>
  );
}

/** The time between an uninstall and the return. */
export function AwayItem({ from, until }: { from: string; until: string }) {
  return <li className={styles['away']}>{messages.history.away(awaySpan(from, until))}</li>;
}
