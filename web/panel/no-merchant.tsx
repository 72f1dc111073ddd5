import type { FirstSync } from '../shared/freshness.js';
import { Card } from '../shared/ui/card.js';
import { messages } from './messages.en.js';
import styles from './no-merchant.module.css';
import { SearchForm } from './search-form.js';

export interface NoMerchantProps {
  readonly firstSync: FirstSync;
  /** The merchant was looked up, and is gone since. */
  readonly isFound: boolean;
}

/** No merchant belongs to the conversation, or who was looked up is gone: one can be looked up. */
export function NoMerchant({ firstSync, isFound }: NoMerchantProps) {
  const { heading, gone, lookUp } = messages.noMatch;
  return (
    <Card>
      <h1 className={styles['heading']}>{isFound ? gone : heading}</h1>
      <p className="subdued">{lookUp[firstSync]}</p>
      <SearchForm />
    </Card>
  );
}
