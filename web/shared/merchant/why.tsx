import { CONFIDENCES } from '../../../src/merchants/definitions/merchant-words.js';
import { RULES } from '../../../src/merchants/definitions/rules.js';
import type { EvidenceRow, MerchantApp, MerchantCorrection } from '../api/types.js';
import { Outside, Unbroken } from '../ui/text.js';
import { correctionText } from './correction-text.js';
import { messages } from './messages.en.js';
import { rowTexts } from './row-text.js';
import styles from './why.module.css';

/** Why something is as it is shown. */
export interface Reason {
  /** What it is the reason of, where there are several. */
  readonly about: string | null;
  readonly why: NonNullable<MerchantApp['why']['mrr']>;
}

export interface WhyProps {
  /** How the figure comes about. */
  readonly calculation?: readonly string[];
  readonly reasons: readonly Reason[];
  /** That the reasons were read from. */
  readonly rows: readonly EvidenceRow[];
  readonly corrections?: readonly MerchantCorrection[];
  /** What the figure is, whatever its value. */
  readonly meanings: readonly string[];
}

const MOST_CORRECTIONS = 3;

/** Why a figure is what it is: how it comes about, then the rows in words; the rule and the ids for who asks further. */
export function Why({ calculation = [], reasons, rows, corrections = [], meanings }: WhyProps) {
  const evidence = [...new Set(reasons.flatMap(({ why }) => why.evidence))];
  const words = [...calculation, ...rowTexts(rows, evidence)];
  return (
    <div className={styles['why']}>
      {words.length > 0 && (
        <p className={styles['words']}>
          <Unbroken text={words.join(' ')} />
        </p>
      )}
      {corrections.slice(0, MOST_CORRECTIONS).map((correction) => (
        <p key={`${correction.at ?? ''} ${correction.learnedAt} ${correction.figure}`} className={styles['correction']}>
          <Unbroken text={correctionText(correction)} />
        </p>
      ))}
      {words.length === 0 && meanings.map((meaning) => <p key={meaning}>{meaning}</p>)}
      {reasons.length > 0 && (
        <details className={styles['details']}>
          <summary>{messages.details}</summary>
          {words.length > 0 && meanings.map((meaning) => <p key={meaning}>{meaning}</p>)}
          {reasons.map((reason) => (
            <ReasonText key={reason.about} reason={reason} />
          ))}
        </details>
      )}
    </div>
  );
}

function ReasonText({ reason: { about, why } }: { reason: Reason }) {
  const { rule, confidence, evidence } = why;
  return (
    <>
      {about !== null && <p className={styles['about']}>{about}</p>}
      <p>{ruleText(rule)}</p>
      <p>
        <strong>{messages.confidences[confidence]}</strong> {CONFIDENCES[confidence]}
      </p>
      <p>{evidence.length === 0 ? messages.noEvidence : messages.evidence(evidence.length)}</p>
      <EvidenceList ids={evidence} />
    </>
  );
}

/** The ids of the raw rows that a rule read. */
function EvidenceList({ ids }: { ids: readonly string[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <code>
            <Outside text={id} />
          </code>
        </li>
      ))}
    </ul>
  );
}

const texts: Readonly<Record<string, string | undefined>> = RULES;

/** What a rule says. One that this page does not know yet, for the api is newer, is named at least. */
function ruleText(rule: string): string {
  return texts[rule] ?? rule;
}
