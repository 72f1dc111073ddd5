import type { ReactNode } from 'react';
import type { MrrByDefinition, MrrDefinitionRules } from '../api/types.js';
import { formatMoneyChange } from '../format/money.js';
import { ExternalLink } from '../ui/external-link.js';
import styles from './definition-details.module.css';
import { messages } from './messages.en.js';

export interface DefinitionDetailsProps<Item extends MrrByDefinition['items'][number]> {
  readonly name: string;
  readonly items: readonly Item[];
  /** Of the definition, all of them. */
  readonly rules: MrrDefinitionRules['rules'];
  /** What else there is to say of an item. */
  readonly children: (item: Item) => ReactNode;
}

/** What makes a definition's figure another one than ours, and where the two agree. */
export function DefinitionDetails<Item extends MrrByDefinition['items'][number]>(props: DefinitionDetailsProps<Item>) {
  const { name, items, rules, children } = props;
  const { why, same, differences, agreed, without } = messages;
  const shown = new Set(items.map(({ rule }) => rule));
  const agreeing = rules.filter(({ difference }) => difference === null);
  const unmet = rules.filter(({ difference }) => difference !== null && !shown.has(difference));
  return (
    <details className={styles['details']}>
      <summary>{items.length === 0 ? same(name) : why(name)}</summary>
      <ul className={styles['items']}>
        {items.map((item, index) => (
          <li key={index} className={styles['item']}>
            <p className={styles['head']}>
              <span>{differences[item.rule]}</span>
              <span>{formatMoneyChange(item.amount)}</span>
            </p>
            <RuleText rule={item} />
            {children(item)}
          </li>
        ))}
      </ul>
      {unmet.length > 0 && <Rules heading={without} rules={unmet} />}
      <Rules heading={agreed(agreeing.length)} rules={agreeing} />
    </details>
  );
}

function Rules({ heading, rules }: { heading: string; rules: MrrDefinitionRules['rules'] }) {
  return (
    <details className={styles['agreed']}>
      <summary>{heading}</summary>
      <dl className={styles['rules']}>
        {rules.map((rule) => (
          <div key={rule.subject}>
            <dt>{messages.subjects[rule.subject]}</dt>
            <dd>
              <RuleText rule={rule} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The rule, what was assumed beside it, and where it is published. */
function RuleText({ rule }: { rule: Pick<MrrDefinitionRules['rules'][number], 'sentence' | 'assumption' | 'source'> }) {
  const { sentence, assumption, source } = rule;
  return (
    <>
      <p>
        {sentence} {assumption !== null && messages.assumed(assumption)}
      </p>
      {source !== null && (
        <p>
          <ExternalLink href={source.url} isSmall>
            {source.title}
          </ExternalLink>
        </p>
      )}
    </>
  );
}
