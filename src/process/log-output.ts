import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { DestinationStream } from 'pino';

/** What a reader that is slow for a moment may leave behind. */
const MOST_PENDING_BYTES = 256 * 1024;

let dropped = 0;

/** How many lines this process could not write, since it began. */
export function droppedLogLines(): number {
  return dropped;
}

/**
 * Writes log lines to a standard stream, or drops them: a log that cannot be written must stop no work. pino's own
 * destination blocks the process on a pipe that nobody reads, and on a full disk tries again for ever. How many were
 * dropped is told as soon as a line can be written again.
 */
export class LogOutput implements DestinationStream {
  readonly #isFile: boolean;
  /** A line was written in part. */
  #isTorn = false;
  #untold = 0;

  constructor(private readonly stream: NodeJS.WriteStream & { fd: 1 | 2 } = process.stdout) {
    const stats = fstatSync(stream.fd);
    this.#isFile = stats.isFile() || (stats.isCharacterDevice() && !isatty(stream.fd));
    // Each line hears of its own failure; without a listener the first one would end the process.
    stream.on('error', () => undefined);
  }

  write(line: string): void {
    const report = this.#untold > 0 ? `${JSON.stringify(this.#report())}\n` : '';
    if (this.#isFile) this.#append(report + line);
    else this.#send(report + line);
  }

  #report() {
    return { level: 40, time: Date.now(), dropped: this.#untold, msg: 'log lines were dropped' };
  }

  #append(text: string): void {
    let rest = Buffer.from(this.#isTorn ? `\n${text}` : text);
    const whole = rest.length;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.stream.fd, rest));
      this.#isTorn = false;
      this.#untold = 0;
    } catch {
      this.#isTorn ||= rest.length < whole;
      this.#drop();
    }
  }

  #send(text: string): void {
    if (this.stream.writableLength > MOST_PENDING_BYTES) {
      this.#drop();
      return;
    }
    this.#untold = 0;
    this.stream.write(text, (error) => {
      if (error) this.#drop();
    });
  }

  #drop(): void {
    dropped += 1;
    this.#untold += 1;
  }
}
