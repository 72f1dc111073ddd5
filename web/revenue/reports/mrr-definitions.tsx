import { useState } from 'react';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { RevenueMrrDefinitions as Report } from '../../shared/api/types.js';
import { formatMoneyChange } from '../../shared/format/money.js';
import { formatCount } from '../../shared/format/numbers.js';
import { isolated, unbroken } from '../../shared/format/text.js';
import { formatDay } from '../../shared/format/time.js';
import { DefinitionDetails } from '../../shared/mrr-definitions/definition-details.js';
import { DefinitionTable } from '../../shared/mrr-definitions/definition-table.js';
import { messages as shared } from '../../shared/mrr-definitions/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { Outside } from '../../shared/ui/text.js';
import { mrrDefinitionsPath } from '../data/api-paths.js';
import { useReport } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import { ReportCard } from '../parts/report-card.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import { messages } from './messages.en.js';
import styles from './mrr-definitions.module.css';

export interface MrrDefinitionsProps {
  readonly app: string | null;
  /** The last day of the range: the day of the figures above. */
  readonly asOf: string;
  readonly currency: string;
  readonly onChange: ChangeView;
}

type Item = Report['currencies'][number]['definitions'][number]['items'][number];

/** It is calculated over all merchants, of a day that is over. */
const INTERVAL_MS = 10 * 60_000;

/** What others would show for MRR, and what makes the difference. Asked for once somebody wants to see it. */
export function MrrDefinitions(props: MrrDefinitionsProps) {
  const [isWanted, setWanted] = useState(false);
  const { about, compare } = messages.definitions;
  if (isWanted) return <Definitions {...props} />;
  return (
    <Card>
      <div>
        <h2>{shared.heading}</h2>
        <p className="subdued">{about}</p>
      </div>
      <div>
        <Button onClick={() => setWanted(true)}>{compare}</Button>
      </div>
    </Card>
  );
}

function Definitions({ app, asOf, currency, onChange }: MrrDefinitionsProps) {
  const query = useReport<Report>(mrrDefinitionsPath(app, asOf), INTERVAL_MS);
  const { about, caption, none } = messages.definitions;
  return (
    <ReportCard heading={shared.heading} about={about} query={query} none={none}>
      {(report) => {
        const own = report.currencies.find(({ currencyCode }) => currencyCode === currency);
        if (own === undefined) return null;
        return (
          <>
            <DefinitionTable
              caption={caption(formatDay(report.asOf), currency)}
              mrr={own.mrr}
              definitions={own.definitions}
            />
            {own.definitions.map(({ definition, name, items }) => (
              <DefinitionDetails
                key={definition}
                name={name}
                items={items}
                rules={report.definitions.find((one) => one.definition === definition)?.rules ?? []}
              >
                {(item) => <Behind item={item} onChange={onChange} />}
              </DefinitionDetails>
            ))}
          </>
        );
      }}
    </ReportCard>
  );
}

/** Of how many merchants a difference is, in which apps, and who has the largest part of it. */
function Behind({ item, onChange }: { item: Item; onChange: ChangeView }) {
  const { merchants, ofApp, largest } = messages.definitions;
  const { apps } = item;
  return (
    <>
      <p>{merchants(item.merchants)}</p>
      {apps.length > 1 && (
        <ul className={styles['lines']}>
          {apps.map(({ appId, appName, amount, merchants: count }) => (
            <li key={appId}>
              {ofApp(
                isolated(appName ?? page.appWithoutName(appNumberOf(appId))),
                unbroken(formatMoneyChange(amount)),
                formatCount(count),
              )}
            </li>
          ))}
        </ul>
      )}
      <details className={styles['largest']}>
        <summary>{largest(item.largest.length, item.merchants)}</summary>
        <ul className={styles['lines']}>
          {item.largest.map(({ merchant, amount }) => (
            <li key={merchant.shopNumber}>
              <ViewLink to={{ merchant: merchant.shopNumber }} onChange={onChange}>
                <Outside text={merchant.name} />
              </ViewLink>{' '}
              {unbroken(formatMoneyChange(amount))}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
