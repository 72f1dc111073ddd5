import { useState } from 'react';
import { messages } from '../messages.en.js';
import { announce } from './announce.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

const OUTCOME_ICON = { copied: 'check', failed: 'cross' } as const;

/** Copies a text that is shown beside it, and shows by its icon, until it is left, what came of that. @param what its name, as in “App ID copied” */
export function CopyButton({ text, label, what }: { text: string; label: string; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
      announce(messages.copied(what));
    } catch {
      // A host may embed the page without `allow="clipboard-write"`.
      setOutcome('failed');
      announce(messages.notCopied(what));
    }
  };
  return (
    <Button
      look="quiet"
      aria-label={label}
      title={outcome === 'failed' ? messages.notCopied(what) : label}
      onClick={() => void copy()}
      onBlur={() => setOutcome(null)}
    >
      <Icon name={outcome === null ? 'copy' : OUTCOME_ICON[outcome]} />
    </Button>
  );
}
