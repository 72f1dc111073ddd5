import { useState } from 'react';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { ChurnReasons as Reasons } from '../../shared/api/types.js';
import { lossOf } from '../../shared/format/money.js';
import { formatCount } from '../../shared/format/numbers.js';
import { isolated } from '../../shared/format/text.js';
import { Button } from '../../shared/ui/button.js';
import { Outside } from '../../shared/ui/text.js';
import { churnReasonsPath } from '../data/api-paths.js';
import { useReport } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import { MoneyLines } from '../parts/money-lines.js';
import { ReportCard } from '../parts/report-card.js';
import type { Asked } from '../period/asked.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import { messages } from './messages.en.js';

export interface ChurnReasonsProps {
  readonly asked: Asked;
  readonly period: string;
  /** That the list of who left is of. */
  readonly currency: string;
  readonly onChange: ChangeView;
}

/** More lines than these are shown on demand. */
const FIRST = 10;

/** Why merchants left, by app and plan. */
export function ChurnReasons({ asked, period, currency, onChange }: ChurnReasonsProps) {
  const query = useReport<Reasons>(churnReasonsPath(asked));
  const [isWhole, setWhole] = useState(false);
  const { showAll, showFirst } = messages.breakdowns;
  const { heading, about, caption, none, app, plan, reason, left, mrrLost, total, whoWithMrr, leftOut } =
    messages.reasons;
  return (
    <ReportCard heading={heading} about={about(period)} query={query} none={none}>
      {(reasons) =>
        reasons.items.length === 0 ? null : (
          <>
            <p>
              {total(reasons.total.count)}{' '}
              <ViewLink to={{ behind: 'churn', on: null }} onChange={onChange}>
                {whoWithMrr(currency)}
              </ViewLink>
            </p>
            <DataTable
              caption={caption}
              label={heading}
              columns={[
                { name: reason },
                { name: app },
                { name: plan },
                { name: left, isNumber: true },
                { name: mrrLost, isNumber: true },
              ]}
            >
              {(isWhole ? reasons.items : reasons.items.slice(0, FIRST)).map((item) => (
                <ReasonRow key={JSON.stringify([item.appId, item.plan, item.reason])} item={item} />
              ))}
            </DataTable>
            {reasons.items.length > FIRST && (
              <div>
                <Button aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                  {isWhole ? showFirst(FIRST) : showAll(reasons.items.length)}
                </Button>
              </div>
            )}
            {isWhole && reasons.leftOut > 0 && <p className="subdued">{leftOut(reasons.leftOut)}</p>}
          </>
        )
      }
    </ReportCard>
  );
}

function ReasonRow({ item }: { item: Reasons['items'][number] }) {
  const { appId, appName, plan, reason, count, mrrChange } = item;
  return (
    <tr>
      <th scope="row">{reason === null ? messages.reasons.noReason : <Outside text={reason} />}</th>
      <td>{isolated(appName ?? page.appWithoutName(appNumberOf(appId)))}</td>
      <td>{plan === null ? messages.reasons.noPlan : <Outside text={plan} />}</td>
      <NumberCell>{formatCount(count)}</NumberCell>
      <NumberCell>
        <MoneyLines amounts={mrrChange.map(lossOf)} />
      </NumberCell>
    </tr>
  );
}
