import type { AuditEntry } from '../../shared/api/types.js';
import { formatExact, formatMoment } from '../../shared/format/time.js';
import { Outside } from '../../shared/ui/outside.js';
import { messages } from '../messages.en.js';
import styles from './audit-table.module.css';
import { actionText, reasonText } from './audit-text.js';

export function AuditTable({ lines }: { lines: readonly AuditEntry[] }) {
  const { caption, columns, times } = messages.audit;
  return (
    <table className={styles['audit']}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.actor}</th>
          <th scope="col">{columns.what}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const reason = reasonText(line);
          return (
            <tr key={line.id}>
              <td className={styles['at']}>
                <time dateTime={line.at} title={formatExact(line.at)}>
                  {formatMoment(line.at)}
                </time>
              </td>
              <td className={styles['name']}>
                <Outside text={line.actor} />
              </td>
              <td className={styles['name']}>
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
