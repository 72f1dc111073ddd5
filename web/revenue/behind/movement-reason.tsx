import type { MovementList } from '../../shared/api/types.js';
import { Outside } from '../../shared/ui/outside.js';
import { messages as page } from '../messages.en.js';
import { messages } from './messages.en.js';
import styles from './movement-reason.module.css';

export interface MovementReasonProps {
  readonly item: MovementList['items'][number];
  /** Of who left it is asked why first, and how after that. */
  readonly isChurn: boolean;
}

/** Why MRR changed: what happened, and what the merchant gave as the reason. */
export function MovementReason({ item: { movement, type, reason, description }, isChurn }: MovementReasonProps) {
  const event = page.drawer.events[type];
  if (!isChurn) {
    return (
      <>
        {messages.movementAndEvent(page.trend.movements[movement], event)}
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
