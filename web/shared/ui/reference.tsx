import { messages } from '../messages.en.js';
import { CopyButton } from './copy-button.js';

/** Names a failure in our logs, for a user who writes to us. */
export function Reference({ id }: { id: string }) {
  const { reference, copyReference } = messages.problems;
  return (
    <p className="subdued">
      {reference} <code>{id}</code> <CopyButton text={id} label={copyReference} what={reference} />
    </p>
  );
}
