import { appendFileSync, closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import type { Message } from './message.js';

/** What came, or that it was acted on. */
type Line = ({ readonly id: string } & Message) | { readonly id: string; readonly acted: true };

/**
 * Every message once, and whether it was acted on, in a file of lines: a stand-in for a table whose primary key is the id.
 * Forget them after a month; none comes again later.
 */
export class KeptMessages {
  readonly #file: number;
  /** Bytes of the whole lines. */
  #length: number;
  readonly #ids = new Set<string>();
  readonly #waiting = new Map<string, Message>();

  constructor(file: string) {
    this.#file = openSync(file, 'a+');
    const text = readFileSync(this.#file, 'utf8');
    // Of a line that was cut short by a crash the sender had no answer: it comes again.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.#length = Buffer.byteLength(whole);
    ftruncateSync(this.#file, this.#length);
    for (const line of whole.split('\n').filter(Boolean)) this.#note(JSON.parse(line) as Line);
  }

  /** Those that were not acted on, by their ids, in the order in which they came. */
  get waiting(): ReadonlyMap<string, Message> {
    return this.#waiting;
  }

  /** Returns once it would outlive a power cut. @returns false when it is there already */
  keep(id: string, message: Message): boolean {
    if (this.#ids.has(id)) return false;
    this.#write({ id, ...message });
    return true;
  }

  acted(id: string): void {
    this.#write({ id, acted: true });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: Line): void {
    const text = `${JSON.stringify(line)}\n`;
    try {
      appendFileSync(this.#file, text, { flush: true });
    } catch (error) {
      // A full disk takes a part of it, which the next line would go on from.
      ftruncateSync(this.#file, this.#length);
      throw error;
    }
    this.#length += Buffer.byteLength(text);
    this.#note(line);
  }

  #note(line: Line): void {
    this.#ids.add(line.id);
    if ('acted' in line) return void this.#waiting.delete(line.id);
    const { id, ...message } = line;
    this.#waiting.set(id, message);
  }
}
