import { Button } from '../shared/ui/button.js';
import { Card } from '../shared/ui/card.js';
import { messages } from './messages.en.js';
import styles from './no-merchant.module.css';
import { SearchForm } from './search-form.js';
import { cancelLookUp, useShown } from './use-shop.js';

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
