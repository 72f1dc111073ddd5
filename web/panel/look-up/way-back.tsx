import { isolated } from '../../shared/format/text.js';
import { Button } from '../../shared/ui/button.js';
import { messages } from '../messages.en.js';
import { backToConversation, lookUp, useShown } from '../shown.js';
import styles from './way-back.module.css';

/** Above a merchant that was looked up: to the others that were found, and to the conversation's own. */
export function WayBack() {
  const { isFound, hasConversation, term } = useShown();
  const { backToResults, backToConversation: back } = messages.lookUp;
  if (!isFound) return null;
  return (
    <div className={styles['back']}>
      {term !== '' && (
        <Button look="quiet" onClick={lookUp}>
          {backToResults(isolated(term))}
        </Button>
      )}
      {hasConversation && (
        <Button look="quiet" onClick={backToConversation}>
          {back}
        </Button>
      )}
    </div>
  );
}
