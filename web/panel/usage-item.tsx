import { useState } from 'react';
import type { UsageMonth } from '../shared/api/types.js';
import { formatMonth } from '../shared/format/time.js';
import { messages as ofMerchants } from '../shared/merchant/messages.en.js';
import { UsageCharges, usageMoney } from '../shared/merchant/usage-charges.js';
import styles from './event-item.module.css';
import explanation from './explanation.module.css';
import { Fold } from './fold.js';
import { messages } from './messages.en.js';

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
      <Fold
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
        <div className={explanation['explanation']}>
          {isOpen && <UsageCharges shopNumber={shopNumber} usage={usage} />}
        </div>
      </Fold>
    </li>
  );
}
