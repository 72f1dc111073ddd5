import type { CurrencyRevenue } from '../../shared/api/types.js';
import { formatMoney, lossOf } from '../../shared/format/money.js';
import { formatCount, formatPercent } from '../../shared/format/numbers.js';
import { formatMonthShort } from '../../shared/format/time.js';
import { Card } from '../../shared/ui/card.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import { messages } from './messages.en.js';

/** How many leave in a month, in per cent. Each month leads to who they were. */
export function ChurnRates({ revenue, onChange }: { revenue: CurrencyRevenue; onChange: ChangeView }) {
  const { heading, about, caption, month, paying, stopped, merchantChurn, mrr, churnedMrr, mrrChurn, unknown } =
    messages.rates;
  const rate = (percent: string | null) => (percent === null ? unknown : formatPercent(percent));
  return (
    <Card>
      <div>
        <h2>{heading}</h2>
        <p className="subdued">{about}</p>
      </div>
      <DataTable
        caption={caption(revenue.currencyCode)}
        label={heading}
        columns={[
          { name: month },
          ...[merchantChurn, paying, stopped, mrrChurn, mrr, churnedMrr].map((name) => ({ name, isNumber: true })),
        ]}
      >
        {revenue.churn.toReversed().map((each) => (
          <tr key={each.month}>
            <th scope="row">
              <ViewLink to={{ behind: 'merchantChurn', on: each.month }} onChange={onChange}>
                {formatMonthShort(each.month)}
              </ViewLink>
            </th>
            <NumberCell>{rate(each.merchantChurnRate)}</NumberCell>
            <NumberCell>{formatCount(each.paying)}</NumberCell>
            <NumberCell>{formatCount(each.stopped)}</NumberCell>
            <NumberCell>{rate(each.mrrChurnRate)}</NumberCell>
            <NumberCell>{formatMoney(each.mrr)}</NumberCell>
            <NumberCell>{formatMoney(lossOf(each.churnedMrr))}</NumberCell>
          </tr>
        ))}
      </DataTable>
    </Card>
  );
}
