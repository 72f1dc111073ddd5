import type { FirstSync } from '../../shared/freshness.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { messages } from '../messages.en.js';
import { cancelLookUp, useShown } from '../shown.js';
import styles from './look-up.module.css';
import { SearchForm } from './search.js';

/** Another merchant than the one that is shown is looked up; it is there again when the search is given up. */
export function LookUp() {
  const { hasConversation } = useShown();
  const { heading, about, staysLinked, cancel } = messages.lookUp;
  return (
    <Card>
      <header className={styles['head']}>
        <h1 className={styles['heading']}>{heading}</h1>
        <Button look="quiet" onClick={cancelLookUp}>
          {cancel}
        </Button>
      </header>
      <p className="subdued">{hasConversation ? `${about} ${staysLinked}` : about}</p>
      <SearchForm />
    </Card>
  );
}

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
