import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { useDisconnect } from '../commands.js';
import styles from './disconnect-dialog.module.css';
import form from '../forms/form.module.css';
import { messages } from '../messages.en.js';

export interface DisconnectDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onDisconnected: () => void;
}

/** Says what stops, what stays, and what is left to do at Shopify, before it is done. */
export function DisconnectDialog({ connection, onClose, onDisconnected }: DisconnectDialogProps) {
  const disconnection = useDisconnect(connection.id);
  const { dialogTitle, stops, stays, revoke, button, disconnecting } = messages.disconnect;
  const title = dialogTitle(connection.partnerOrganizationId);
  const disconnect = () => {
    // A refusal is shown below, from the state of the command.
    disconnection.mutateAsync(undefined).then(onDisconnected, () => undefined);
  };
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <ul className={styles['effects']}>
        <li>{stops}</li>
        <li>{stays}</li>
        <li>{revoke}</li>
      </ul>
      {disconnection.error !== null && <ProblemBanner error={disconnection.error} isAlert />}
      <div className={form['actions']}>
        <Button data-autofocus onClick={onClose}>
          {shared.cancel}
        </Button>
        <Button look="critical" isBusy={disconnection.isPending} onClick={disconnect}>
          {disconnection.isPending ? disconnecting : button}
        </Button>
      </div>
    </Dialog>
  );
}
