import { useState, type ReactNode } from 'react';
import type { Money } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatCount } from '../../shared/format/numbers.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { messages } from '../messages.en.js';
import styles from './breakdown.module.css';

export interface BreakdownRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly mrr: Money;
  readonly merchants: number;
}

export interface BreakdownProps {
  readonly heading: string;
  readonly caption: string;
  /** What a row is one of. */
  readonly column: string;
  readonly rows: readonly BreakdownRow[];
}

/** More than these are shown on demand. */
const FIRST = 8;

/** What is live at the end of the range, most MRR first. */
export function Breakdown({ heading, caption, column, rows }: BreakdownProps) {
  const { mrr, merchants, none, showAll, showFirst } = messages.breakdowns;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, FIRST);
  return (
    <Card>
      <h2>{heading}</h2>
      {rows.length === 0 ? (
        <p className="subdued">{none}</p>
      ) : (
        <table className={styles['table']}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{column}</th>
              <th scope="col">{mrr}</th>
              <th scope="col">{merchants}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td>{formatMoney(row.mrr)}</td>
                <td>{formatCount(row.merchants)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > FIRST && (
        <div>
          <Button aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? showFirst(FIRST) : showAll(rows.length)}
          </Button>
        </div>
      )}
    </Card>
  );
}
