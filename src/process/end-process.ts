import type { Logger } from 'pino';
import type { CodedError } from '../values/coded-error.js';

// What Node's thread pool may be busy with: process.exit waits for it, which on a hung disk or name server is for ever.
const POOLED = new Set(['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap']);

/** Ends the process at once, whatever is under way. By SIGKILL where nothing else would. */
export function endProcess(code: number): void {
  if (process.getActiveResourcesInfo().some((name) => POOLED.has(name))) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}

/** What nobody caught may have left anything half done: the process says so and ends; whoever supervises starts anew. */
export function endOnUncaught(logger: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, 'something was thrown that nobody caught');
      endProcess(1);
    });
  }
}

/** Ends the process at once because it may not go on: at whatever it does, more of it would do harm. */
export function endBecause(logger: Logger, { code, message }: CodedError): void {
  logger.fatal({ code, reason: message }, 'may not go on');
  endProcess(1);
}

export interface Ending {
  /** From the signal on; then the process ends, whatever hangs. */
  readonly withinMs: number;
  /** False while there is nothing yet that would have to end in order. */
  readonly isRunning: () => boolean;
}

/** Sees to it that SIGTERM and SIGINT end the process; to end in good order in time is the matter of others. */
export function endOnSignal(logger: Logger, { withinMs, isRunning }: Ending): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      if (!isRunning()) endProcess(0);
      setTimeout(() => {
        logger.error({ signal, withinMs }, 'something hangs and does not end: it is ended');
        endProcess(1);
      }, withinMs).unref();
    });
  }
}
