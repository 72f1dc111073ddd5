import type { MerchantApp, MerchantAppInFull, MerchantCorrection } from '../../shared/api/types.js';
import { effectiveMrrCalculation, mrrCalculation } from '../../shared/merchant/calculation.js';
import { correctionsOf } from '../../shared/merchant/correction-text.js';
import { Why } from '../../shared/merchant/why.js';
import { messages } from './messages.en.js';
import styles from './reasons.module.css';

const FIGURES = [
  'status',
  'plan',
  'mrr',
  'interval',
  'effectiveMrr',
] as const satisfies readonly (keyof MerchantApp['why'])[];
const NONE: readonly MerchantCorrection[] = [];

export interface ReasonsProps {
  readonly app: MerchantAppInFull;
  readonly corrections: readonly MerchantCorrection[];
}

/** Why each figure is what it is: how it comes about, and the rows that it was read from, in words. */
export function Reasons({ app, corrections }: ReasonsProps) {
  const calculations = { mrr: mrrCalculation(app), effectiveMrr: effectiveMrrCalculation(app) };
  return (
    <details className={styles['reasons']}>
      <summary>{messages.why}</summary>
      <dl>
        {FIGURES.map((figure) => {
          const why = app.why[figure];
          if (why === undefined) return null;
          const isCorrected = figure === 'status' || figure === 'plan' || figure === 'mrr';
          return (
            <div key={figure}>
              <dt>{messages.whyFigures[figure]}</dt>
              <dd>
                <Why
                  meanings={[]}
                  calculation={figure === 'mrr' || figure === 'effectiveMrr' ? calculations[figure] : []}
                  reasons={[{ about: null, why }]}
                  rows={app.rows}
                  corrections={isCorrected ? correctionsOf(corrections, app.appId, figure) : NONE}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
