import { EVENT_TYPES } from '../../src/merchants/definitions/merchant-words.js';
import { TERMS } from '../../src/merchants/definitions/terms.js';
import type { MerchantEvent } from '../shared/api/types.js';
import { RelativeTime } from '../shared/ui/relative-time.js';
import styles from './event-item.module.css';
import { eventMoney, eventReason, eventTitle } from './event-text.js';
import { Explanation } from './explanation.js';
import { Fold } from './fold.js';
import { messages } from './messages.en.js';

/** One line of the history, which opens to why it is there. */
export function EventItem({ event, appName }: { event: MerchantEvent; appName: string | null }) {
  const { type, occurredAt, test, suppressed } = event;
  const { test: testTag, testHint, suppressed: suppressedTag } = messages.history;
  const money = eventMoney(event);
  const reason = eventReason(event);
  return (
    <li className={styles['event']} data-suppressed={suppressed}>
      <Fold
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
        <Explanation
          meanings={[EVENT_TYPES[type], ...(suppressed ? [TERMS.Suppressed] : [])]}
          reasons={[{ about: null, why: event }]}
          rows={event.rows}
        />
      </Fold>
    </li>
  );
}
