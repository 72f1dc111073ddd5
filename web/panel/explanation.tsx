import type { ReactNode } from 'react';
import { CONFIDENCES } from '../../src/merchants/definitions/standings.js';
import { EvidenceList } from '../shared/ui/evidence-list.js';
import styles from './explanation.module.css';
import { messages } from './messages.en.js';
import type { Reason } from './reason.js';
import { ruleText } from '../shared/rule-text.js';

export interface ExplanationProps {
  readonly meanings: readonly string[];
  readonly reasons: readonly Reason[];
  readonly children?: ReactNode;
}

/** Why something is shown as it is: what it means, the rule, how sure it is, and the rows that were read. */
export function Explanation({ meanings, reasons, children }: ExplanationProps) {
  return (
    <div className={styles['explanation']}>
      {meanings.map((meaning) => (
        <p key={meaning}>{meaning}</p>
      ))}
      {reasons.map(({ about, why: { rule, confidence, evidence } }) => (
        <div key={about} className={styles['reason']}>
          {about !== null && <p className={styles['about']}>{about}</p>}
          <p>{ruleText(rule)}</p>
          <p>
            <strong>{messages.why.confidence[confidence]}</strong> {CONFIDENCES[confidence]}
          </p>
          <p>{evidence.length === 0 ? messages.why.noEvidence : messages.why.evidence(evidence.length)}</p>
          <EvidenceList ids={evidence} />
        </div>
      ))}
      {children}
    </div>
  );
}
