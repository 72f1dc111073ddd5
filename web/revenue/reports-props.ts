import type { CurrencyRevenue, Revenue } from '../shared/api/types.js';
import type { SeparatorChoice } from './downloads/separators.js';
import type { Asked } from './period/asked.js';
import type { ChangeView } from './view/use-view.js';
import type { View } from './view/view.js';

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
