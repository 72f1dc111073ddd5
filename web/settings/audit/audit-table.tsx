import type { Ref } from 'react';
import type { AuditEntry } from '../../shared/api/types.js';
import { formatExact, formatMoment } from '../../shared/format/time.js';
import { Outside } from '../../shared/ui/outside.js';
import { messages } from '../messages.en.js';
import styles from './audit-table.module.css';
import { actionText, reasonText } from './audit-text.js';

export interface AuditTableProps {
  readonly lines: readonly AuditEntry[];
  readonly rowsRef: Ref<HTMLTableSectionElement>;
}

/* The roles are the elements' own. They are said because browsers forget them where the table is stacked. */
export function AuditTable({ lines, rowsRef }: AuditTableProps) {
  const { caption, columns, times } = messages.audit;
  return (
    <table className={styles['audit']} role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {columns.at}
          </th>
          <th scope="col" role="columnheader">
            {columns.actor}
          </th>
          <th scope="col" role="columnheader">
            {columns.what}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={rowsRef}>
        {lines.map((line) => {
          const reason = reasonText(line);
          return (
            <tr key={line.id} role="row">
              <td className={styles['at']} role="cell">
                <time dateTime={line.at} title={formatExact(line.at)}>
                  {formatMoment(line.at)}
                </time>
              </td>
              <td className={styles['name']} role="cell">
                <Outside text={line.actor} />
              </td>
              <td className={styles['name']} role="cell">
                {actionText(line)}
                {reason !== null && <p className="subdued">{reason}</p>}
                {line.count > 1 && <p className="subdued">{times(line.count, formatMoment(line.lastAt))}</p>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
