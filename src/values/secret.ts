// What `util.inspect.custom` of Node is, without loading it: pure modules run in browsers, too.
// Source: nodejs.org/api/util.html#utilinspectcustom
const inspected = Symbol.for('nodejs.util.inspect.custom');

/** A value that must not be printed: string conversion, JSON and the inspector all show `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspected](): string {
    return '[redacted]';
  }
}
