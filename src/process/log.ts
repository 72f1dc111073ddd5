import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { LogOutput } from './log-output.js';

/**
 * JSON lines on standard output. Errors are reduced to what we wrote ourselves: a parser's or a driver's error may carry
 * the body, the query or the row that it stumbled over, and with it a token.
 * @param destination where the lines go instead of standard output
 * @param ids that every line carries, asked for with each
 */
export function createLogger(
  process: string,
  level: LoggerOptions['level'] & string,
  destination: DestinationStream = standardOutput(),
  ids?: () => object,
): Logger {
  const mixin = ids === undefined ? {} : { mixin: ids };
  return pino({ level, base: { process }, serializers: { err: describeError }, ...mixin }, destination);
}

let output: LogOutput | undefined;

/** One for all loggers of the process: what is pending or was dropped counts for all of them. */
function standardOutput(): LogOutput {
  return (output ??= new LogOutput());
}

function describeError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { type: typeof error };
  const { name, code, stack, cause } = error as { name?: unknown; code?: unknown; stack?: unknown; cause?: unknown };
  return {
    type: error.constructor.name,
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { at: framesOf(stack) } : {}),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** Where it was thrown, without the message that heads the stack. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 8);
}
