import { Card } from '../shared/ui/card.js';
import { messages } from './messages.en.js';
import styles from './no-merchant.module.css';
import { SearchForm } from './search-form.js';

/** No merchant belongs to the conversation: one can be looked up. */
export function NoMerchant({ isFirstSync }: { isFirstSync: boolean }) {
  const { heading, lookUp, firstSync } = messages.noMatch;
  return (
    <Card>
      <h1 className={styles['heading']}>{heading}</h1>
      <p className="subdued">{isFirstSync ? firstSync : lookUp}</p>
      <SearchForm />
    </Card>
  );
}
