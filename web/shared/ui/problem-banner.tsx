import { Problem } from '../api/problem.js';
import { messages } from '../messages.en.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Reference } from './reference.js';

/** What kept something from loading or from being done, with the next step and, for ours, what to send us. */
export function ProblemBanner({
  error,
  onRetry,
  isAlert = false,
}: {
  error: unknown;
  onRetry?: () => void;
  isAlert?: boolean;
}) {
  const problem = error instanceof Problem ? error : undefined;
  const retry =
    onRetry === undefined ? {} : { actions: <Button onClick={onRetry}>{messages.problems.tryAgain}</Button> };
  return (
    <Banner tone="critical" isAlert={isAlert} {...retry}>
      <p>{textOf(problem)}</p>
      {problem?.code === 'internal' && problem.reference !== null && <Reference id={problem.reference} />}
    </Banner>
  );
}

/** The api words its own failure for developers. */
function textOf(problem: Problem | undefined): string {
  if (problem === undefined) return messages.problems.unexpected;
  return problem.code === 'internal' && problem.reference !== null ? messages.problems.internal : problem.detail;
}
