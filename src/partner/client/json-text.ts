import { createScanner } from 'jsonc-parser';

interface Child {
  /** Of a property; null for an item of a list. */
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds values in JSON text by where they stand, so that they can be kept as they were sent: what JSON.parse gives has
 * lost `1e999`, long numbers, repeated names and spelling. Only for text that JSON.parse has accepted. It keeps its own
 * count of brackets, so that no depth of nesting can exhaust the stack.
 */
export class JsonText {
  readonly #scanner;

  constructor(private readonly text: string) {
    this.#scanner = createScanner(text, true);
  }

  /**
   * The texts of the property `name` of each object in the list that `path` leads to; of repeated names the last counts,
   * as for JSON.parse. Empty when there is no such list.
   */
  propertiesInList(path: readonly string[], name: string): string[] {
    let start: number | undefined = 0;
    for (const step of path) if (start !== undefined) start = this.#property(start, step)?.start;
    if (start === undefined) return [];
    return [...this.#children(start)].map((item) => {
      const property = this.#property(item.start, name);
      return property === undefined ? '' : this.text.slice(property.start, property.end);
    });
  }

  #property(start: number, name: string): Child | undefined {
    return [...this.#children(start)].findLast((child) => child.name === name);
  }

  *#children(start: number): Generator<Child> {
    this.#scanner.setPosition(start);
    const opened = this.#next();
    if (opened !== '{' && opened !== '[') return;
    for (let sign = this.#next(); sign !== '}' && sign !== ']' && sign !== undefined; sign = this.#next()) {
      if (sign === ',') continue;
      const name = opened === '{' ? this.#scanner.getTokenValue() : null;
      if (name !== null) {
        this.#next(); // the colon
        sign = this.#next();
      }
      const valueStart = this.#scanner.getTokenOffset();
      const end = this.#skip(sign);
      yield { name, start: valueStart, end };
      this.#scanner.setPosition(end);
    }
  }

  /** From the first sign of a value to behind its last. */
  #skip(first: string | undefined): number {
    let depth = 0;
    for (let sign = first; sign !== undefined; sign = this.#next()) {
      if (sign === '{' || sign === '[') depth += 1;
      if (sign === '}' || sign === ']') depth -= 1;
      if (depth === 0) break;
    }
    return this.#scanner.getPosition();
  }

  /** The first character of the next token; undefined at the end. */
  #next(): string | undefined {
    this.#scanner.scan();
    return this.text[this.#scanner.getTokenOffset()];
  }
}
