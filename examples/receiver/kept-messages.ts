import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Message } from './message.js';

/**
 * Every message once, in a file of lines: a stand-in for a table whose primary key is the id. Forget them after a month;
 * none comes again later.
 */
export class KeptMessages {
  readonly #ids: Set<string>;
  readonly #file: number;

  constructor(file: string) {
    this.#file = openSync(file, 'a+');
    const text = readFileSync(this.#file, 'utf8');
    // Of a line that was cut short by a crash the sender had no answer: it comes again.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    truncateSync(file, Buffer.byteLength(whole));
    this.#ids = new Set(
      whole.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { id: string }).id])),
    );
  }

  /** Returns once it would outlive a power cut. @returns false when it is there already */
  keep(id: string, message: Message): boolean {
    if (this.#ids.has(id)) return false;
    writeSync(this.#file, `${JSON.stringify({ id, ...message })}\n`);
    fsyncSync(this.#file);
    this.#ids.add(id);
    return true;
  }

  close(): void {
    closeSync(this.#file);
  }
}
