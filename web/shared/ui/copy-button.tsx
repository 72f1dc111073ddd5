import { messages } from '../messages.en.js';
import { announce } from './announce.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

/** Copies a text that is shown beside it. @param what its name, as in “App ID copied” */
export function CopyButton({ text, label, what }: { text: string; label: string; what: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    announce(messages.copied(what));
  };
  return (
    <Button look="quiet" aria-label={label} title={label} onClick={() => void copy().catch(() => undefined)}>
      <Icon name="copy" />
    </Button>
  );
}
