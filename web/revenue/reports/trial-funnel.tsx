import { appNumberOf } from '../../shared/api/addresses.js';
import type { TrialFunnel as Report } from '../../shared/api/types.js';
import { formatCount, formatShare } from '../../shared/format/numbers.js';
import { Outside } from '../../shared/ui/text.js';
import { trialFunnelPath } from '../data/api-paths.js';
import { useReport } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import { ReportCard } from '../parts/report-card.js';
import type { Asked } from '../period/asked.js';
import { messages } from './messages.en.js';
import styles from './trial-funnel.module.css';

type AppFunnel = Report['apps'][number];

/** How many of those who installed an app came to pay for it. */
export function TrialFunnel({ asked, period }: { asked: Asked; period: string }) {
  const query = useReport<Report>(trialFunnelPath(asked));
  const { heading, about, caption, none, app, aboutShares } = messages.funnel;
  const { installed, trialsStarted, converted, stillTrialing, subscribedWithoutTrial } = messages.funnel;
  const numbers = [installed, trialsStarted, converted, stillTrialing, subscribedWithoutTrial];
  return (
    <ReportCard heading={heading} about={about(period)} query={query} none={none}>
      {({ apps }) =>
        apps.length === 0 ? null : (
          <DataTable
            caption={`${caption}. ${aboutShares}`}
            label={heading}
            columns={[{ name: app }, ...numbers.map((name) => ({ name, isNumber: true }))]}
          >
            {apps.map((each) => (
              <AppRows key={each.appId} app={each} />
            ))}
          </DataTable>
        )
      }
    </ReportCard>
  );
}

function AppRows({ app }: { app: AppFunnel }) {
  const { appId, appName, installed, trialsStarted, plans, subscribedWithoutTrial } = app;
  return (
    <>
      <tr className={styles['app']}>
        <th scope="row">
          <Outside text={appName ?? page.appWithoutName(appNumberOf(appId))} />
        </th>
        <NumberCell>{formatCount(installed)}</NumberCell>
        <NumberCell>{shareOf(trialsStarted, installed)}</NumberCell>
        <Outcomes of={app} />
        <NumberCell>{formatCount(subscribedWithoutTrial)}</NumberCell>
      </tr>
      {plans.map((plan) => (
        <tr key={plan.plan ?? ''}>
          <th scope="row" className={styles['plan']}>
            {plan.plan === null ? page.planWithoutName : <Outside text={plan.plan} />}
          </th>
          <NotByPlan />
          <NumberCell>{formatCount(plan.trialsStarted)}</NumberCell>
          <Outcomes of={plan} />
          <NotByPlan />
        </tr>
      ))}
    </>
  );
}

function Outcomes({ of }: { of: Pick<AppFunnel, 'trialsStarted' | 'converted' | 'stillTrialing'> }) {
  return (
    <>
      <NumberCell>{shareOf(of.converted, of.trialsStarted)}</NumberCell>
      <NumberCell>{formatCount(of.stillTrialing)}</NumberCell>
    </>
  );
}

/** An install names no plan. */
function NotByPlan() {
  return (
    <NumberCell>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{messages.funnel.notByPlan}</span>
    </NumberCell>
  );
}

function shareOf(count: number, whole: number): string {
  const text = formatCount(count);
  return whole === 0 ? text : messages.funnel.countAndShare(text, formatShare(count / whole));
}
