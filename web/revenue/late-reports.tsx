import { ChurnRates } from './churn/churn-rates.js';
import { ChurnReasons } from './churn/churn-reasons.js';
import { Cohorts } from './cohorts/cohorts.js';
import { TrialFunnel } from './funnel/trial-funnel.js';
import type { ReportsProps } from './reports-props.js';

/** Who leaves and why, who stays, and who comes to pay. */
export function LateReports({ asked, onChange, shown, period }: ReportsProps) {
  return (
    <>
      <ChurnReasons asked={asked} period={period} currency={shown.currencyCode} onChange={onChange} />
      <ChurnRates revenue={shown} onChange={onChange} />
      <Cohorts asked={asked} currency={shown.currencyCode} />
      <TrialFunnel asked={asked} period={period} />
    </>
  );
}
