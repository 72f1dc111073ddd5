import { Problem } from '../../shared/api/problem.js';
import type { Connection } from '../../shared/api/types.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { useReconnect } from '../commands.js';
import { messages } from '../messages.en.js';
import { fieldOf, refusalText } from '../forms/refusals.js';
import styles from './try-again-button.module.css';

export interface TryAgainButtonProps {
  readonly connection: Connection;
  readonly disabledBecause: string | undefined;
  readonly onReconnected: (connection: Connection) => void;
}

/** Reconnects with the stored token, for one that was mended at Shopify. */
export function TryAgainButton({ connection, disabledBecause, onReconnected }: TryAgainButtonProps) {
  const reconnect = useReconnect(connection.id);
  const { tryAgain, tryingAgain } = messages.notices;
  const press = () => {
    // A refusal is shown below, from the state of the command.
    reconnect.mutateAsync({}).then(onReconnected, () => undefined);
  };
  return (
    <div className={styles['remedy']}>
      <Button onClick={press} isBusy={reconnect.isPending} disabledBecause={disabledBecause} showsReason>
        {reconnect.isPending ? tryingAgain : tryAgain}
      </Button>
      {reconnect.error instanceof Problem && fieldOf(reconnect.error) !== null ? (
        <p role="alert">{refusalText(reconnect.error)}</p>
      ) : (
        reconnect.error !== null && <ProblemBanner error={reconnect.error} isAlert />
      )}
    </div>
  );
}
