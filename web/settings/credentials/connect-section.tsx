import { useState } from 'react';
import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { ConnectForm } from './connect-form.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../settings-section.js';

export interface ConnectSectionProps {
  /** Nothing is connected yet: then this is what the page is for, and it is open. */
  readonly isFirst: boolean;
  readonly onConnected: (connection: Connection) => void;
}

export function ConnectSection({ isFirst, onConnected }: ConnectSectionProps) {
  const { claims } = usePageSession();
  const [isOpen, setOpen] = useState(false);
  const { title, titleOfAnother, description, descriptionOfAnother } = messages.connect;
  const isShown = isFirst || isOpen;
  return (
    <SettingsSection
      level={2}
      title={isFirst ? title : titleOfAnother}
      description={isFirst ? description : descriptionOfAnother}
    >
      {isShown ? (
        <ConnectForm
          isAsked={isOpen}
          onConnected={(connection) => {
            setOpen(false);
            onConnected(connection);
          }}
        />
      ) : (
        <div>
          <Button
            onClick={() => setOpen(true)}
            disabledBecause={claims.role === 'owner' ? undefined : shared.ownerOnly}
          >
            {messages.connect.open}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}
