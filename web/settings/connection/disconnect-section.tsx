import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { useDisconnect } from '../data/commands.js';
import form from '../forms/form.module.css';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../parts/settings-section.js';
import styles from './disconnect-section.module.css';

/** The way out, at the end, apart from what is done every day. @param onDone the focus is about to lose its place */
export function DisconnectSection({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const { claims } = usePageSession();
  const [isAsking, setAsking] = useState(false);
  const { title, description, text, button, off } = messages.disconnect;
  const offBecause =
    claims.role !== 'owner' ? shared.ownerOnly : connection.status === 'disconnecting' ? off : undefined;
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

export interface DisconnectDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onDisconnected: () => void;
}

/** Says what stops, what stays, and what is left to do at Shopify, before it is done. */
function DisconnectDialog({ connection, onClose, onDisconnected }: DisconnectDialogProps) {
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
