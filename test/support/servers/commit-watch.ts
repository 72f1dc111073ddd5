/** First bytes of a line that asks for TLS before it says who it is; a start-up message follows. */
const SSL_REQUEST = 80_877_103;

/**
 * Reads along what a client of Postgres says, and knows a `commit`: as a simple query, or as a prepared statement that is
 * run again by its name only.
 * Source: PostgreSQL, Frontend/Backend Protocol, "Message Formats".
 */
export class CommitWatch {
  #unread = Buffer.alloc(0);
  #isStarted = false;
  readonly #commits = new Set<string>();

  /** @returns whether a commit ends in these bytes */
  hears(bytes: Buffer): boolean {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    let isCommit = false;
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      isCommit = this.#isCommit(message) || isCommit;
    }
    return isCommit;
  }

  #next(): { readonly type: string; readonly body: Buffer } | undefined {
    // Only the first message has no letter before its length, which counts itself.
    const head = this.#isStarted ? 1 : 0;
    if (this.#unread.length < head + 4) return undefined;
    const end = head + this.#unread.readUInt32BE(head);
    if (this.#unread.length < end) return undefined;
    const type = this.#isStarted ? this.#unread.toString('latin1', 0, 1) : '';
    const body = this.#unread.subarray(head + 4, end);
    this.#unread = this.#unread.subarray(end);
    if (!this.#isStarted) this.#isStarted = body.length < 4 || body.readUInt32BE(0) !== SSL_REQUEST;
    return { type, body };
  }

  #isCommit({ type, body }: { readonly type: string; readonly body: Buffer }): boolean {
    const [first = '', second = ''] = body.toString('latin1').split('\0', 2);
    switch (type) {
      case 'Q':
        return isCommit(first);
      case 'P': // a statement's name and text
        if (isCommit(second)) this.#commits.add(first);
        else this.#commits.delete(first);
        return false;
      case 'B': // a portal's name and its statement's
        return this.#commits.has(second);
      default:
        return false;
    }
  }
}

function isCommit(statement: string): boolean {
  return /^\s*commit\s*;?\s*$/i.test(statement);
}
