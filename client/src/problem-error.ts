import type { Problem } from './generated/types.gen.js';

const ErrorWithProblem = Error as unknown as new (message: string) => Error & Problem;

/** What the api says no with (RFC 9457), as an error: all fields of the problem, `code` first of all. */
export class ProblemError extends ErrorWithProblem {
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    Object.assign(this, problem, { name: 'ProblemError' });
  }
}

/** An answer that is not the api's: of a proxy on the way, or of another service at this address. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly code = 'unexpected_answer';

  /** @param status of HTTP */
  constructor(readonly status: number) {
    super(`HTTP ${status}, but no answer of the api's. Check the address, and what stands before it.`);
  }
}
