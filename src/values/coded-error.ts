/**
 * An error of our own that needs no class. The log keeps of an error what cannot hold a secret, its code and its place,
 * so the code alone must say what happened; the message is for whoever starts a process and for tests.
 */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
