import { useState } from 'react';
import { EVENT_TYPES } from '../../../src/merchants/definitions/merchant-words.js';
import { TERMS } from '../../../src/merchants/definitions/terms.js';
import type { MerchantEvent, UsageMonth } from '../../shared/api/types.js';
import { formatMonth } from '../../shared/format/time.js';
import { messages as ofMerchants } from '../../shared/merchant/messages.en.js';
import { UsageCharges, usageMoney } from '../../shared/merchant/usage-charges.js';
import { Badge } from '../../shared/ui/badge.js';
import { Outside, RelativeTime } from '../../shared/ui/text.js';
import { useMerchantPart } from '../data/queries.js';
import { eventAmount, eventReason, eventTitle } from './event-text.js';
import styles from './history.module.css';
import { messages } from './messages.en.js';
import { PagedSection } from './paged-section.js';

export interface HistoryProps {
  readonly merchantKey: string;
  readonly appNames: ReadonlyMap<string, string | null>;
}

/** All that happened, newest first; usage is a line a month. Apps are named where there is more than one. */
export function History({ merchantKey, appNames }: HistoryProps) {
  const { history, noEvents, moreEvents } = messages;
  const nameOf = (appId: string) => (appNames.size > 1 ? appNames.get(appId) : null);
  return (
    <PagedSection heading={history} none={noEvents} more={moreEvents} part={useMerchantPart(merchantKey, 'history')}>
      {(lines, entriesRef) => (
        <ol className={styles['events']} ref={entriesRef}>
          {lines.map((line) =>
            line.kind === 'event' ? (
              <EventLine key={line.event.id} event={line.event} app={nameOf(line.event.appId)} />
            ) : (
              <UsageLine
                key={line.usage.id}
                usage={line.usage}
                app={nameOf(line.usage.appId)}
                shopNumber={merchantKey}
              />
            ),
          )}
        </ol>
      )}
    </PagedSection>
  );
}

function EventLine({ event, app }: { event: MerchantEvent; app: string | null | undefined }) {
  const amount = eventAmount(event);
  const reason = eventReason(event);
  return (
    <li data-counted={!event.suppressed}>
      <div className={styles['what']}>
        <span title={EVENT_TYPES[event.type]}>{eventTitle(event)}</span>
        {app != null && (
          <span className="subdued">
            <Outside text={app} />
          </span>
        )}
        {event.test && <Badge tone="neutral">{messages.test}</Badge>}
        {event.suppressed && (
          <span title={TERMS.Suppressed}>
            <Badge tone="neutral">{messages.notCounted}</Badge>
          </span>
        )}
      </div>
      <span className={styles['amount']}>{amount}</span>
      <span className={styles['when']}>
        <RelativeTime instant={event.occurredAt} />
      </span>
      {reason !== null && <p className={styles['reason']}>{reason}</p>}
    </li>
  );
}

interface UsageLineProps {
  readonly usage: UsageMonth;
  readonly app: string | null | undefined;
  readonly shopNumber: string;
}

function UsageLine({ usage, app, shopNumber }: UsageLineProps) {
  const [isOpen, setOpen] = useState(false);
  const { month, count } = ofMerchants.usage;
  return (
    <li>
      <div className={styles['what']}>
        <span>{month(formatMonth(usage.month))}</span>
        {app != null && (
          <span className="subdued">
            <Outside text={app} />
          </span>
        )}
        {usage.test && <Badge tone="neutral">{messages.test}</Badge>}
      </div>
      <span className={styles['amount']}>{usageMoney(usage)}</span>
      <details className={styles['charges']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{count(usage.count)}</summary>
        {isOpen && <UsageCharges shopNumber={shopNumber} usage={usage} />}
      </details>
    </li>
  );
}
