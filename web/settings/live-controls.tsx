import { useQueryClient } from '@tanstack/react-query';
import { CONNECTIONS_KEY } from '../shared/api/connections.js';
import { messages } from '../shared/messages.en.js';
import { Button } from '../shared/ui/button.js';
import { LiveUpdatesButton } from '../shared/ui/live-updates.js';
import styles from './live-controls.module.css';

/** Whether the page changes by itself, and the way to renew it by hand. */
export function LiveControls() {
  const queries = useQueryClient();
  return (
    <div className={styles['live']}>
      <Button look="quiet" onClick={() => void queries.invalidateQueries({ queryKey: CONNECTIONS_KEY })}>
        {messages.live.refresh}
      </Button>
      <LiveUpdatesButton />
    </div>
  );
}
