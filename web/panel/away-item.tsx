import { awaySpan } from './away-span.js';
import styles from './away-item.module.css';
import { messages } from './messages.en.js';

/** The time between an uninstall and the return. */
export function AwayItem({ from, until }: { from: string; until: string }) {
  return <li className={styles['away']}>{messages.history.away(awaySpan(from, until))}</li>;
}
