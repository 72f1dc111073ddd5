import type { Money } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { messages } from '../messages.en.js';
import styles from './money-lines.module.css';

/** An amount of each currency, a line each: they are never added. */
export function MoneyLines({ amounts }: { amounts: readonly Money[] }) {
  if (amounts.length === 0) {
    return (
      <span className="subdued">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{messages.nothing}</span>
      </span>
    );
  }
  return amounts.map((money) => (
    <span key={money.currencyCode} className={styles['line']}>
      {formatMoney(money)}
    </span>
  ));
}
