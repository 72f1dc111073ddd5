import type { Money, MrrByDefinition } from '../api/types.js';
import { formatMoney, formatMoneyChange } from '../format/money.js';
import styles from './definition-table.module.css';
import { messages } from './messages.en.js';

export interface DefinitionTableProps {
  readonly caption: string;
  /** Ours. */
  readonly mrr: Money;
  readonly definitions: readonly MrrByDefinition[];
}

/** Our MRR, and below it what others would show. */
export function DefinitionTable({ caption, mrr, definitions }: DefinitionTableProps) {
  return (
    <div className={styles['region']} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{messages.definition}</th>
            <th scope="col">{messages.mrr}</th>
            <th scope="col">{messages.difference}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{messages.ours}</th>
            <td>{formatMoney(mrr)}</td>
            <td />
          </tr>
          {definitions.map(({ definition, name, mrr: theirs, difference, items }) => (
            <tr key={definition}>
              <th scope="row">{name}</th>
              <td>{formatMoney(theirs)}</td>
              <td>{items.length === 0 ? messages.noDifference : formatMoneyChange(difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
