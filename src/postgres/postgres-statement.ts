/** A statement as postgres.js 3.4.9 makes it: handed to its `handler` when it is to be sent, then settled by these. */
export interface Statement {
  handler: (statement: Statement) => void;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Has `hook` called in the moment in which a statement is to be sent, which may be long after it was made: when somebody
 * waits for it.
 * @param made what a call of `sql` answered; a list of names or rows is no statement, and stays as it is
 * @param hook is given what sends it
 */
export function beforeSending(
  made: object,
  hook: (statement: Statement, send: (statement: Statement) => void) => void,
): void {
  const statement = made as Partial<Statement>;
  const send = statement.handler;
  if (send !== undefined) statement.handler = (asked) => hook(asked, send);
}
