import type { ReactNode, Ref } from 'react';
import styles from './data-table.module.css';

export interface DataTableProps {
  /** What the table holds, in one sentence; it is read before the table, and shown above it. */
  readonly caption: string;
  /** Names the box that the table is scrolled in where it is wider than the page. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** Scrolled within a height of its own, with its head in sight. */
  readonly isLong?: boolean;
  readonly rowsRef?: Ref<HTMLTableSectionElement>;
  readonly children: ReactNode;
}

export interface Column {
  readonly name: string;
  /** Amounts and counts stand at the right, one below the other. */
  readonly isNumber?: boolean;
}

/** A table that is scrolled inside of its own box, also by keyboard: the page itself is never wider than the window. */
export function DataTable({ caption, label, columns, isLong = false, rowsRef, children }: DataTableProps) {
  return (
    <div className={styles['region']} data-long={isLong} role="region" aria-label={label} tabIndex={0}>
      <table className={styles['table']}>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber = false }) => (
              <th key={name} scope="col" data-number={isNumber}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={rowsRef}>{children}</tbody>
      </table>
    </div>
  );
}

/** A cell with an amount or a count. */
export function NumberCell({ children }: { children: ReactNode }) {
  return <td data-number="true">{children}</td>;
}
