import { Outside } from './outside.js';

/** The ids of the raw rows that a rule read. */
export function EvidenceList({ ids }: { ids: readonly string[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <code>
            <Outside text={id} />
          </code>
        </li>
      ))}
    </ul>
  );
}
