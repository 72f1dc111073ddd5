import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import type { SeparatorChoice } from '../parts/download-button.js';
import type { Asked } from '../period/asked.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import { ChurnRates } from './churn-rates.js';
import { ChurnReasons } from './churn-reasons.js';
import { Cohorts } from './cohorts.js';
import { MrrDefinitions } from './mrr-definitions.js';
import { TrialFunnel } from './trial-funnel.js';

/** What is shown, and of which days. */
export interface ReportsProps {
  readonly view: View;
  readonly asked: Asked;
  readonly onChange: ChangeView;
  readonly revenue: Revenue;
  readonly shown: CurrencyRevenue;
  readonly period: string;
  readonly separator: SeparatorChoice;
}

/** Who leaves and why, who stays, who comes to pay, and what others would call MRR. */
export function LateReports({ asked, onChange, revenue, shown, period }: ReportsProps) {
  return (
    <>
      <ChurnReasons asked={asked} period={period} currency={shown.currencyCode} onChange={onChange} />
      <ChurnRates revenue={shown} onChange={onChange} />
      <Cohorts asked={asked} currency={shown.currencyCode} />
      <TrialFunnel asked={asked} period={period} />
      <MrrDefinitions app={asked.app} asOf={revenue.range.to} currency={shown.currencyCode} onChange={onChange} />
    </>
  );
}
