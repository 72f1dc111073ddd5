import { useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../parts/settings-section.js';
import { TokenForm } from './token-form.js';

export interface TokenSectionProps {
  readonly connection: Connection;
  readonly isReplacing: boolean;
  readonly setReplacing: (isReplacing: boolean) => void;
  /** The form has gone, and with it what had the focus. */
  readonly onReconnected: (connection: Connection) => void;
}

/** The stored token, of which nobody sees more than its end, and the way to another. */
export function TokenSection({ connection, isReplacing, setReplacing, onReconnected }: TokenSectionProps) {
  const ownerOnly = useOwnerOnly();
  const isNeeded = needsToken(connection);
  const isGone = connection.tokenHint === null;
  const words = messages.token;

  const replaceButton = useRef<HTMLButtonElement>(null);
  const cancel = () => {
    flushSync(() => setReplacing(false));
    replaceButton.current?.focus();
  };
  return (
    <SettingsSection
      level={3}
      title={isGone ? words.titleWhenGone : words.title}
      description={isGone ? words.descriptionWhenGone : words.description}
    >
      {isGone ? (
        <p>{words.none}</p>
      ) : (
        <p>
          {words.endsIn} <code>{connection.tokenHint}</code>
        </p>
      )}
      {ownerOnly === undefined && (isNeeded || isReplacing) ? (
        <TokenForm
          connection={connection}
          onSaved={(reconnected) => {
            setReplacing(false);
            onReconnected(reconnected);
            // From any other state it is said to be connected.
            if (connection.status === 'connected') announce(words.replaced);
          }}
          onCancel={isNeeded ? undefined : cancel}
        />
      ) : (
        <div>
          <Button ref={replaceButton} onClick={() => setReplacing(true)} disabledBecause={ownerOnly} showsReason>
            {isNeeded ? words.reconnect : words.replace}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}

/** Without a new one it does not go on. */
function needsToken({ status, tokenHint, error }: Connection): boolean {
  return tokenHint === null || (status === 'error' && error?.code === 'token_rejected');
}
