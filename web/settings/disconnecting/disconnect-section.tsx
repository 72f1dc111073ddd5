import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { DisconnectDialog } from './disconnect-dialog.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../settings-section.js';

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
