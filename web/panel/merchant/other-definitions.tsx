import { useState } from 'react';
import { isolated } from '../../shared/format/text.js';
import { DefinitionDetails } from '../../shared/mrr-definitions/definition-details.js';
import { DefinitionTable } from '../../shared/mrr-definitions/definition-table.js';
import { messages as shared } from '../../shared/mrr-definitions/messages.en.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { Outside } from '../../shared/ui/text.js';
import { useMrrDefinitions } from '../data/queries.js';
import { messages } from '../messages.en.js';
import styles from './other-definitions.module.css';

/** What others would show for the merchant's MRR, of all apps together. Asked for once it is opened. */
export function OtherDefinitions({ shopNumber }: { shopNumber: string }) {
  const [isOpen, setOpen] = useState(false);
  const { data, error, isLoading, refetch } = useMrrDefinitions(shopNumber, isOpen);
  return (
    <details className={styles['definitions']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{shared.heading}</summary>
      {error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {isLoading && <Skeleton lines={5} label={messages.otherDefinitions.loading} />}
      {data?.currencies.length === 0 && <p>{messages.otherDefinitions.none}</p>}
      {data?.currencies.map(({ currencyCode, mrr, definitions }) => (
        <div key={currencyCode}>
          <DefinitionTable
            caption={messages.otherDefinitions.caption(currencyCode)}
            mrr={mrr}
            definitions={definitions}
          />
          {definitions.map(({ definition, name, items }) => (
            <DefinitionDetails
              key={definition}
              name={name}
              items={items}
              rules={data.definitions.find((one) => one.definition === definition)?.rules ?? []}
            >
              {({ appName, evidence }) => <Evidence appName={appName} ids={evidence} />}
            </DefinitionDetails>
          ))}
        </div>
      ))}
    </details>
  );
}

/** In which app it is so, and the ids of the rows that say so. */
function Evidence({ appName, ids }: { appName: string | null; ids: readonly string[] }) {
  const { rows, noRow } = messages.otherDefinitions;
  const name = appName === null ? messages.unnamedApp : isolated(appName);
  return (
    <>
      <p>{ids.length === 0 ? noRow(name) : rows(name)}</p>
      {ids.map((id) => (
        <code key={id} className={styles['id']}>
          <Outside text={id} />
        </code>
      ))}
    </>
  );
}
