import { useEffect, useState } from 'react';
import { Problem } from '../api/problem.js';
import { messages } from '../messages.en.js';
import { announce } from '../page/announce.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { CopyButton } from './copy-button.js';

/** What kept something from loading or from being done, with the next step and, for ours, what to send us. */
export function ProblemBanner({
  error,
  onRetry,
  isAlert = false,
}: {
  error: unknown;
  /** What it returns is waited for, and shown as under way. */
  onRetry?: () => unknown;
  isAlert?: boolean;
}) {
  const [isTrying, setTrying] = useState(false);
  const problem = error instanceof Problem ? error : undefined;
  const text = textOf(problem);
  useEffect(() => {
    // An alert is read out by itself.
    if (!isAlert) announce(text);
  }, [isAlert, text]);

  const press = async () => {
    setTrying(true);
    await onRetry?.();
    setTrying(false);
  };
  const { tryAgain, trying } = messages.problems;
  const retry =
    onRetry === undefined
      ? {}
      : {
          actions: (
            <Button isBusy={isTrying} onClick={() => void press()}>
              {isTrying ? trying : tryAgain}
            </Button>
          ),
        };
  return (
    <Banner tone="critical" isAlert={isAlert} {...retry}>
      <p>{text}</p>
      {problem?.code === 'internal' && problem.reference !== null && <Reference id={problem.reference} />}
    </Banner>
  );
}

/** The api words its own failure for developers. */
function textOf(problem: Problem | undefined): string {
  if (problem === undefined) return messages.problems.unexpected;
  return problem.code === 'internal' && problem.reference !== null ? messages.problems.internal : problem.detail;
}

/** Names a failure in our logs, for a user who writes to us. */
export function Reference({ id }: { id: string }) {
  const { reference, copyReference } = messages.problems;
  return (
    <p className="subdued">
      {reference} <code>{id}</code> <CopyButton text={id} label={copyReference} what={reference} />
    </p>
  );
}
