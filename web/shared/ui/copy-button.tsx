import { useState } from 'react';
import { messages } from '../messages.en.js';
import { announce } from '../page/announce.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

/**
 * Copies a text that is shown beside it. Browsers refuse it in the frame of a host that does not allow it.
 * @param what its name, as in “App ID copied”
 */
export function CopyButton({ text, label, what }: { text: string; label: string; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setOutcome('copied');
    announce(messages.copied(what));
  };
  return (
    <>
      <Button
        look="quiet"
        aria-label={label}
        title={label}
        onClick={() => void copy().catch(() => setOutcome('refused'))}
        onBlur={() => setOutcome((last) => (last === 'copied' ? undefined : last))}
      >
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
      </Button>
      {outcome === 'refused' && <span role="alert">{messages.notCopied}</span>}
    </>
  );
}
