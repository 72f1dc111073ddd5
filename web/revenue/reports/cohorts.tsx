import type { Cohorts as Report } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatShare } from '../../shared/format/numbers.js';
import { formatDay, formatMonthShort } from '../../shared/format/time.js';
import { cohortsPath } from '../data/api-paths.js';
import { useReport } from '../data/queries.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import { ReportCard } from '../parts/report-card.js';
import type { Asked } from '../period/asked.js';
import styles from './cohorts.module.css';
import { messages } from './messages.en.js';

type Cohort = Report['currencies'][number]['cohorts'][number];

/** How many of those who began in a month, and how much of what they paid, is left later on. */
export function Cohorts({ asked, currency }: { asked: Asked; currency: string }) {
  const query = useReport<Report>(cohortsPath(asked));
  const { heading, about, caption, none, month, began, sameMonth, after } = messages.cohorts;
  return (
    <ReportCard heading={heading} about={about(currency)} query={query} none={none}>
      {({ asOf, currencies }) => {
        const cohorts = currencies.find(({ currencyCode }) => currencyCode === currency)?.cohorts ?? [];
        if (cohorts.length === 0) return null;
        const most = Math.max(...cohorts.map(({ retained }) => retained.length));
        const ages = Array.from({ length: most }, (_, age) => (age === 0 ? sameMonth : after(age)));
        return (
          <DataTable
            caption={caption(formatDay(asOf))}
            label={heading}
            columns={[{ name: month }, ...[began, ...ages].map((name) => ({ name, isNumber: true }))]}
          >
            {cohorts.map((cohort) => (
              <CohortRow key={cohort.month} cohort={cohort} ages={most} />
            ))}
          </DataTable>
        );
      }}
    </ReportCard>
  );
}

function CohortRow({ cohort, ages }: { cohort: Cohort; ages: number }) {
  const { month, merchants, mrr, retained } = cohort;
  return (
    <tr>
      <th scope="row">{formatMonthShort(month)}</th>
      <NumberCell>
        {messages.cohorts.merchants(merchants)}
        <span className={styles['mrr']}>{formatMoney(mrr)}</span>
      </NumberCell>
      {Array.from({ length: ages }, (_, age) => {
        const at = retained[age];
        return (
          <NumberCell key={age}>
            {at === undefined ? (
              <span className="visually-hidden">{messages.cohorts.notYet}</span>
            ) : (
              <>
                {messages.cohorts.left(at.merchants, formatShare(at.merchants / merchants))}
                <span className={styles['mrr']}>{formatMoney(at.mrr)}</span>
              </>
            )}
          </NumberCell>
        );
      })}
    </tr>
  );
}
