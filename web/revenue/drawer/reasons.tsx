import { CONFIDENCES } from '../../../src/merchants/definitions/standings.js';
import type { MerchantApp } from '../../shared/api/types.js';
import { ruleText } from '../../shared/rule-text.js';
import { EvidenceList } from '../../shared/ui/evidence-list.js';
import { messages } from '../messages.en.js';
import styles from './reasons.module.css';

type Why = MerchantApp['why'];
type Reason = NonNullable<Why['mrr']>;
const FIGURES = ['status', 'plan', 'mrr', 'interval', 'effectiveMrr'] as const satisfies readonly (keyof Why)[];

/** Why each figure is what it is: the rule, how sure it is, and the rows it was read from. */
export function Reasons({ why }: { why: Why }) {
  return (
    <details className={styles['reasons']}>
      <summary>{messages.drawer.why}</summary>
      <dl>
        {FIGURES.map((figure) => {
          const reason = why[figure];
          return reason === undefined ? null : (
            <div key={figure}>
              <dt>{messages.drawer.whyFigures[figure]}</dt>
              <dd>
                <ReasonText reason={reason} />
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}

function ReasonText({ reason: { rule, confidence, evidence } }: { reason: Reason }) {
  const { confidences, evidence: readFrom } = messages.drawer;
  return (
    <>
      <p>{ruleText(rule)}</p>
      <p className="subdued" title={CONFIDENCES[confidence]}>
        {confidences[confidence]}
      </p>
      {evidence.length > 0 && (
        <details>
          <summary>{readFrom(evidence.length)}</summary>
          <EvidenceList ids={evidence} />
        </details>
      )}
    </>
  );
}
