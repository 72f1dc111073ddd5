import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../shared/api/types.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../parts/settings-section.js';
import { ConnectForm } from './connect-form.js';

export interface ConnectSectionProps {
  /** Nothing is connected yet: then this is what the page is for, and it is open. */
  readonly isFirst: boolean;
  readonly connected: readonly string[];
  readonly onConnected: (connection: Connection) => void;
}

export function ConnectSection({ isFirst, connected, onConnected }: ConnectSectionProps) {
  const ownerOnly = useOwnerOnly();
  const [isOpen, setOpen] = useState(false);
  const { title, titleOfAnother, description, descriptionOfAnother } = messages.connect;
  const isShown = isFirst || isOpen;
  const openButton = useRef<HTMLButtonElement>(null);
  const cancel = () => {
    flushSync(() => setOpen(false));
    openButton.current?.focus();
  };
  return (
    <SettingsSection
      level={2}
      title={isFirst ? title : titleOfAnother}
      description={isFirst ? description : descriptionOfAnother}
    >
      {isShown ? (
        <ConnectForm
          isAsked={isOpen}
          connected={connected}
          onCancel={isFirst ? undefined : cancel}
          onConnected={(connection) => {
            setOpen(false);
            onConnected(connection);
          }}
        />
      ) : (
        <div>
          <Button ref={openButton} showsReason onClick={() => setOpen(true)} disabledBecause={ownerOnly}>
            {messages.connect.open}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}
