import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../shared/api/types.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { useDisconnect } from '../data/commands.js';
import { ConfirmDialog } from '../forms/confirm-dialog.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../parts/settings-section.js';
import styles from './disconnect-section.module.css';

/** The way out, at the end, apart from what is done every day. @param onDone the focus is about to lose its place */
export function DisconnectSection({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const ownerOnly = useOwnerOnly();
  const [isAsking, setAsking] = useState(false);
  const { title, description, text, button, off } = messages.disconnect;
  const offBecause = ownerOnly ?? (connection.status === 'disconnecting' ? off : undefined);
  return (
    <SettingsSection level={3} title={title} description={description}>
      <p>{text}</p>
      <div>
        <Button disabledBecause={offBecause} showsReason onClick={() => setAsking(true)}>
          {button}
        </Button>
      </div>
      {isAsking && (
        <DisconnectDialog
          connection={connection}
          onClose={() => setAsking(false)}
          onDisconnected={() => {
            flushSync(() => setAsking(false));
            onDone();
          }}
        />
      )}
    </SettingsSection>
  );
}

interface DisconnectDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onDisconnected: () => void;
}

/** Says what stops, what stays, and what is left to do at Shopify, before it is done. */
function DisconnectDialog({ connection, onClose, onDisconnected }: DisconnectDialogProps) {
  const disconnection = useDisconnect(connection.id);
  const { dialogTitle, stops, stays, revoke, button, disconnecting } = messages.disconnect;
  const disconnect = () => {
    // A refusal is shown in the dialog, from the state of the command.
    disconnection.mutateAsync(undefined).then(onDisconnected, () => undefined);
  };
  return (
    <ConfirmDialog
      title={dialogTitle(connection.partnerOrganizationId)}
      button={button}
      busyButton={disconnecting}
      command={disconnection}
      onConfirm={disconnect}
      onClose={onClose}
    >
      <ul className={styles['effects']}>
        <li>{stops}</li>
        <li>{stays}</li>
        <li>{revoke}</li>
      </ul>
    </ConfirmDialog>
  );
}
