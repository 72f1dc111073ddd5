import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * What a log may know of an error: kind, code and place. Its message may quote the input (a JSON parser's does, and
 * so does a refused header, with the token in it), and unknown fields may hold a whole body.
 */
export function serializeError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { type: typeof error };
  const { code, status, stack } = error as Record<string, unknown>;
  const facts: Record<string, unknown> = { type: error.constructor.name };
  if (typeof code === 'string' || typeof code === 'number') facts['code'] = code;
  if (typeof status === 'number') facts['status'] = status;
  if (typeof stack === 'string') facts['at'] = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return facts;
}

/** One JSON object a line on stdout. */
export function createLog(level: string, stream?: DestinationStream): Logger {
  const options = { level, base: { process: 'api' }, serializers: { err: serializeError } };
  return stream === undefined ? pino(options) : pino(options, stream);
}
